/* Ports of an ONNX file's further inputs: pictures, sound, whatever is no token. Each is named in the param `feeds` and takes a tensor. */
import type { EngineTensor } from '../../engine'
import { listed } from '../../graph/sentences'
import { NodeFailure } from '../../graph/states'
import { Tensor, type ModelValue, type TensorValue, type TokensValue } from '../../values'

/** Names the node has already. */
const TAKEN = ['model', 'tokens', 'edits', 'want', 'feeds', 'run', 'logits']

/** `input.1` becomes `input_1`: ports are named with plain letters. */
export function portName(input: string): string {
  const plain = input.replaceAll(/[^A-Za-z0-9_]/g, '_').replace(/^(?![A-Za-z])/, 'in_')
  return TAKEN.includes(plain) ? `${plain}_in` : plain
}

export const feedPorts = (feeds: readonly string[]) => ({
  inputs: Object.fromEntries(feeds.map((name) => [portName(name), Tensor.input(`the input ${name} of the ONNX file`)])),
})

export function feedsFrom(inputs: Readonly<Record<string, unknown>>, feeds: readonly string[], model: ModelValue) {
  const known = model.engine.feeds
  if (!known) {
    if (feeds.length === 0) return undefined
    throw new NodeFailure('no-feeds', `${model.name} takes tokens alone.`, { port: 'feeds', hint: 'Only ONNX files have further inputs.' })
  }
  const missing = known.filter((name) => !feeds.includes(name))
  if (missing.length > 0)
    throw new NodeFailure('missing-input', `${model.name} needs ${listed(missing, 'and')} besides tokens.`, {
      port: 'feeds',
      hint: `Set feeds to [${known.join(', ')}], and wire a tensor into each port it gets.`,
    })
  return new Map<string, EngineTensor>(feeds.map((name) => [name, inputs[portName(name)] as TensorValue]))
}

/** Of a pass that reads no text. */
export const noTokens = ({ tokenizer }: ModelValue): TokensValue => ({ ids: [], pieces: [], offsets: [], special: [], text: '', tokenizer })
