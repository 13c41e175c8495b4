/*
 * Rewrites an ONNX file so that inner tensors are outputs of its graph. Fields of a message may stand in any order, so the new outputs are
 * put at the graph's end and the rest stays byte for byte. Their types are left out: the runtime infers them.
 */
import { ProtobufWriter } from '../backends/ort/protobuf'
import type { OnnxFile } from './types'

const GRAPH = 7
const OUTPUT = 12

export function exposeTensors(bytes: Uint8Array, file: OnnxFile, names: Iterable<string>): Uint8Array {
  const given = new Set(file.outputs.map(({ name }) => name))
  const more = new ProtobufWriter()
  for (const name of names) if (!given.has(name)) more.message(OUTPUT, (info) => info.text(1, name))
  const added = more.finish()
  if (added.length === 0) return bytes
  const { from, start, end } = file.graph
  const head = new ProtobufWriter()
    .tag(GRAPH, 2)
    .size(end - start + added.length)
    .finish()
  const whole = new Uint8Array(from + head.length + (end - start) + added.length + (bytes.length - end))
  let at = 0
  for (const part of [bytes.subarray(0, from), head, bytes.subarray(start, end), added, bytes.subarray(end)]) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
