/* A loaded model: checks what is asked in sentences, then hands it to the backend. */
import { throwIfAborted } from './abort'
import type { BackendSession, ModelParts } from './backends/backend'
import { checkedCall, checkIds } from './call-checks'
import { checkEdits, groupEdits, noSuchHook } from './ir/edits'
import { buildProgram } from './models'
import { cachedDecoder, passesOf } from './prefix-cache'
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

/** What a pass gives where nothing is asked for. */
const ANSWERS = {
  'next-token': 'logits',
  'masked-token': 'logits',
  classes: 'logits',
  'token-classes': 'logits',
  none: 'sentence_embedding',
} as const

export interface ModelFacts {
  readonly name: string
  readonly backend: Backend
  readonly fast?: boolean
  readonly digest: string
  readonly fileBytes: number
  readonly format?: string
  readonly quantization?: Quantization
}

export function loadedModel(facts: ModelFacts, parts: ModelParts, session: BackendSession): LoadedModel {
  const { spec, weights, family } = parts
  const program = buildProgram(family, spec)
  const limits = { name: facts.name, spec, program }
  const cached = passesOf(session, parts, program)

  async function forward(request: ForwardRequest): Promise<ForwardResult> {
    throwIfAborted(request.signal)
    const call = checkedCall(request, limits)
    const outputs = wanted(request.want ?? [ANSWERS[spec.head]])
    const edits = groupEdits(request.edits ?? [], program)
    const { length } = request.ids
    checkEdits(edits, program, { T: length, S: length, first: 0 })
    if (cached) return cached.passes.forward({ call, outputs, edits, signal: request.signal })
    return { tensors: await session.pass({ ...call, outputs, edits, signal: request.signal }), reused: 0, computed: length }
  }

  function wanted(patterns: readonly string[]): readonly string[] {
    for (const pattern of patterns) {
      if (matchAnyHook([pattern], program.hooks).length === 0) throw noSuchHook(pattern, program.hooks, 'A wish')
    }
    return matchAnyHook(patterns, program.hooks)
  }

  async function decoder(edits: readonly Edit[] = []): Promise<Decoder> {
    if (!spec.causal)
      throw new EngineFailure('no-decoder', `${facts.name} reads whole texts and does not write; its tokens see what comes after them.`)
    const groups = groupEdits(edits, program)
    if (cached) return checked(cachedDecoder(cached.session, cached.passes, groups))
    if (session.decoder) return checked(await session.decoder(groups))
    throw new EngineFailure('no-decoder', `${facts.name} cannot go on from a text on this backend.`, 'Choose the backend wasm.')
  }

  function checked(inner: Decoder): Decoder {
    return {
      get length() {
        return inner.length
      },
      get reused() {
        return inner.reused ?? 0
      },
      async step(ids, signal) {
        throwIfAborted(signal)
        checkIds(ids, inner.length, limits)
        return inner.step(ids, signal)
      },
      ...(inner.fork ? { fork: () => checked(inner.fork!()) } : {}),
      dispose: () => inner.dispose(),
    }
  }

  const model: LoadedModel = {
    ...facts,
    get backendReason() {
      return session.reason
    },
    spec,
    parameters: weights.parameters,
    weightBytes: weights.bytes,
    hooks: program.hooks,
    forward,
    decoder,
    get prefixCache() {
      return cached?.passes.shelf.status ?? null
    },
    weight: (name) => weights.byFile(name),
    weightNames: weights.fileNames,
    embedding: () => ({ ...weights.byName(family.embedding), dims: ['V', 'C'] }),
    dispose: () => {
      cached?.passes.shelf.dispose()
      session.dispose()
    },
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
