/* A loaded model: checks what is asked in sentences, then hands it to the backend. */
import { throwIfAborted } from './abort'
import type { BackendSession, ModelParts } from './backends/backend'
import { checkEdits, groupEdits, noSuchHook } from './ir/edits'
import { buildProgram } from './models'
import { count } from './sentences'
import {
  EngineFailure,
  type Backend,
  type Decoder,
  type Edit,
  type ForwardRequest,
  type ForwardResult,
  type LoadedModel,
  type Quantization,
} from './types'
import { matchAnyHook } from './want'

export interface ModelFacts {
  readonly name: string
  readonly backend: Backend
  readonly digest: string
  readonly fileBytes: number
  readonly quantization?: Quantization
}

export function loadedModel(facts: ModelFacts, parts: ModelParts, session: BackendSession): LoadedModel {
  const { spec, weights, family } = parts
  const program = buildProgram(family, spec)

  async function forward(request: ForwardRequest): Promise<ForwardResult> {
    throwIfAborted(request.signal)
    checkIds(request.ids, 0)
    const outputs = wanted(request.want ?? ['logits'])
    const edits = groupEdits(request.edits ?? [], program)
    checkEdits(edits, program, { T: request.ids.length, S: request.ids.length, first: 0 })
    return { tensors: await session.pass({ ids: request.ids, outputs, edits, signal: request.signal }) }
  }

  function wanted(patterns: readonly string[]): readonly string[] {
    for (const pattern of patterns) {
      if (matchAnyHook([pattern], program.hooks).length === 0) throw noSuchHook(pattern, program.hooks, 'A wish')
    }
    return matchAnyHook(patterns, program.hooks)
  }

  function checkIds(ids: readonly number[], before: number): void {
    if (ids.length === 0) throw new EngineFailure('empty-prompt', 'The prompt has no tokens; a forward pass needs at least one.')
    const length = before + ids.length
    if (length > spec.context) {
      throw new EngineFailure(
        'too-long',
        `The prompt has ${count(length)} tokens; ${facts.name} reads at most ${count(spec.context)}.`,
        `Shorten it by ${count(length - spec.context)} tokens.`,
      )
    }
    const strange = ids.find((id) => !Number.isInteger(id) || id < 0 || id >= spec.vocabulary)
    if (strange !== undefined) {
      throw new EngineFailure(
        'bad-token',
        `Token ${strange} is not in the vocabulary of ${facts.name}, whose ids run from 0 to ${count(spec.vocabulary - 1)}.`,
        'Use the tokenizer that belongs to this model.',
      )
    }
  }

  async function decoder(edits: readonly Edit[] = []): Promise<Decoder> {
    const inner = await session.decoder(groupEdits(edits, program))
    return {
      get length() {
        return inner.length
      },
      async step(ids, signal) {
        throwIfAborted(signal)
        checkIds(ids, inner.length)
        return inner.step(ids, signal)
      },
      dispose: () => inner.dispose(),
    }
  }

  const model: LoadedModel = {
    ...facts,
    backendReason: session.reason,
    spec,
    parameters: weights.parameters,
    weightBytes: weights.bytes,
    hooks: program.hooks,
    forward,
    decoder,
    weight: (name) => weights.byFile(name),
    weightNames: weights.fileNames,
    embedding: () => ({ ...weights.byName(family.embedding), dims: ['V', 'C'] }),
    dispose: () => session.dispose(),
  }
  made.set(model, parts)
  return model
}

/** What a model was made of, for making another one of it. */
const made = new WeakMap<LoadedModel, ModelParts>()
export function partsOf(model: LoadedModel): ModelParts {
  const parts = made.get(model)
  if (!parts) throw new EngineFailure('no-weights', `${model.name} does not lie in this memory, so its weights cannot be changed.`)
  return parts
}
