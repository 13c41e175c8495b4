/*
 * A model as one ONNX file that runs anywhere: weights within, inputs by Hugging Face's names (`input_ids`, for encoders
 * `attention_mask` and `token_type_ids`), one text of any length, without a batch. Any hook can be an output.
 */
import { pruneProgram } from '../../ir/program'
import { partsOf } from '../../model'
import { buildProgram } from '../../models'
import { EngineFailure, type LoadedModel } from '../../types'
import { megabytes } from '../../sentences'
import { matchAnyHook } from '../../want'
import { writeCallNodes } from './call-nodes'
import { fedOps } from './emit'
import { emitOp } from './emit-op'
import { OnnxGraph } from './onnx-graph'
import { joined } from './protobuf'

/** Protobuf messages end at 2 GiB; the graph beside the weights is small. */
const MOST_BYTES = 2 ** 31 - 2 ** 24
const ANSWERS = ['logits', 'sentence_embedding', 'pooled']

export interface ExportOptions {
  readonly signal?: AbortSignal
  readonly progress?: (share: number, words?: string) => void
  /** Lets others have a turn; the work goes on when it is done. */
  readonly breathe?: () => Promise<void>
  /** Bytes that may be taken, numbers at 32 bits and the file. */
  readonly memoryLimit?: number
}

export function exportOnnx(model: LoadedModel, want: readonly string[] = ANSWERS): Uint8Array {
  const steps = exportSteps(model, want)
  for (;;) {
    const step = steps.next()
    if (step.done) return joined(step.value)
  }
}

/** The file in pieces, of which the weights are views of those that the model itself holds: to be read, not to be changed. */
export async function exportOnnxPieces(model: LoadedModel, options: ExportOptions = {}): Promise<readonly Uint8Array[]> {
  const { signal, progress, breathe, memoryLimit = Infinity } = options
  const takes = 8 * model.parameters
  if (model.spec.architecture !== 'onnx' && takes > memoryLimit)
    throw new EngineFailure(
      'too-large',
      `To write ${model.name} as ONNX takes about ${megabytes(takes)}, its numbers at 32 bits and the file; at most ${megabytes(memoryLimit)} may be taken here.`,
      'The terminal writes it, too: vitrine export MODEL --onnx FILE.',
    )
  const steps = exportSteps(model, ANSWERS)
  for (;;) {
    signal?.throwIfAborted()
    const step = steps.next()
    if (step.done) return step.value
    progress?.(step.value, 'writing')
    await breathe?.()
  }
}

/** Gives the share that is done, step by step. */
function* exportSteps(model: LoadedModel, want: readonly string[]): Generator<number, readonly Uint8Array[], void> {
  if (model.spec.architecture === 'onnx')
    throw new EngineFailure(
      'already-onnx',
      `${model.name} is an ONNX file of others already.`,
      'The file that was opened is what would be written.',
    )
  const { family, spec, weights } = partsOf(model)
  const whole = buildProgram(family, spec)
  const outputs = matchAnyHook(want, whole.hooks)
  if (outputs.length === 0)
    throw new EngineFailure(
      'no-such-hook',
      `None of ${want.join(', ').slice(0, 200)} is a hook of ${model.name}, so the file would give nothing.`,
    )
  if (4 * weights.parameters > MOST_BYTES)
    throw new EngineFailure(
      'too-large',
      `${model.name} takes ${megabytes(4 * weights.parameters)} at 32 bits; one ONNX file holds at most ${megabytes(MOST_BYTES)}.`,
    )
  yield 0
  const plain = weights.plain()
  const program = pruneProgram(whole, outputs)
  const graph = new OnnxGraph(plain.buffer)
  writeCallNodes(graph, fedOps(program), spec)
  const context = { graph, weights: plain, blocks: null, centred: new Map<string, string>(), cacheInput: () => null }
  for (const [at, op] of program.ops.entries()) {
    emitOp(op, op.out, context)
    if (at % OPS_A_STEP === 0) yield (at + 1) / (program.ops.length + 1)
  }
  for (const name of outputs) {
    const { shape } = program.values.get(name)!
    graph.output(
      name,
      shape.map((size) => (size === 'S' ? 'T' : size)),
    )
  }
  return graph.pieces()
}

const OPS_A_STEP = 16
