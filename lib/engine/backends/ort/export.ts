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

/** Protobuf messages end at 2 GiB; the graph beside the weights is small. */
const MOST_BYTES = 2 ** 31 - 2 ** 24
const ANSWERS = ['logits', 'sentence_embedding', 'pooled']

export function exportOnnx(model: LoadedModel, want: readonly string[] = ANSWERS): Uint8Array {
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
  const plain = weights.plain()
  const program = pruneProgram(whole, outputs)
  const graph = new OnnxGraph(plain.buffer)
  writeCallNodes(graph, fedOps(program), spec)
  const context = { graph, weights: plain, blocks: null, centred: new Map<string, string>(), cacheInput: () => null }
  for (const op of program.ops) emitOp(op, op.out, context)
  for (const name of outputs) {
    const { shape } = program.values.get(name)!
    graph.output(
      name,
      shape.map((size) => (size === 'S' ? 'T' : size)),
    )
  }
  return graph.finish()
}
