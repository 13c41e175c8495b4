/* Writes the benchmark's model for ONNX Runtime: `node peer-files.mjs FOLDER BITS` gives one file of weights, and a graph for each accuracy level. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { peerGraph } from './peer-graph'
import { benchParts, type BenchBits } from './shape'

const [folder, text] = process.argv.slice(2) as [string, string]
const bits = Number(text) as BenchBits
const parts = benchParts(bits)
for (const accuracy of bits === 32 ? ([0] as const) : ([0, 4] as const)) {
  const location = `peer-${bits}.weights`
  const { graph, weights } = peerGraph(parts, { bits, accuracy, location })
  writeFileSync(path.join(folder, `peer-${bits}-${accuracy}.onnx`), graph)
  if (accuracy === 0) writeFileSync(path.join(folder, location), weights)
}
