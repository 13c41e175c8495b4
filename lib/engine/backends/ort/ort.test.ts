/* The wire format against the examples of protobuf's own documentation, and one graph on one and on two threads: the same bytes. */
import path from 'node:path'
import { expect, test } from 'vitest'
import { folderSource } from '../../files/folder'
import { plainCall } from '../../ir/call-tables'
import { findWeights } from '../../find-weights'
import { openModelFile } from '../../open-model-file'
import { readWeights } from '../../read-weights'
import { buildProgram, familyOf } from '../../models'
import { RopeTable } from '../../models/rope'
import { WeightBlocks } from './blocked-weights'
import { BLOCKS, WEIGHTS } from './emit-op'
import { emitGraph } from './emit'
import { makeFeeds } from './feeds'
import { ProtobufWriter } from './protobuf'
import type { OrtModule } from './runtime'

test('protobuf', () => {
  const hex = (writer: ProtobufWriter) => Buffer.from(writer.finish()).toString('hex')
  // protobuf.dev/programming-guides/encoding: 150 in field 1, "testing" in field 2, an embedded message, -2 as int64.
  expect(hex(new ProtobufWriter().int(1, 150))).toBe('089601')
  expect(hex(new ProtobufWriter().text(2, 'testing'))).toBe('120774657374696e67')
  expect(hex(new ProtobufWriter().message(3, (inner) => inner.int(1, 150)))).toBe('1a03089601')
  expect(hex(new ProtobufWriter().int(1, -2))).toBe('08feffffffffffffffff01')
  expect(hex(new ProtobufWriter().float(1, 1))).toBe('0d0000803f')
})

test('no result depends on the number of threads', async () => {
  const source = folderSource('public/models/primer-6m')
  const file = await openModelFile(source)
  const family = familyOf(file.config)
  const spec = family.readSpec(file.config)
  const weights = (await readWeights(source, findWeights(family, spec, file.weights), file.weights, {})).weights.plain()
  const program = buildProgram(family, spec)
  const blocks = new WeightBlocks(program, true).make(weights)
  const graph = emitGraph({ program, weights, blocks, outputs: program.hooks, edited: [], cached: false })
  const dist = path.resolve('node_modules/onnxruntime-web/dist')
  const run = async (threads: number) => {
    // Two copies of the module: a copy keeps the number of threads it started with.
    const ort = (await import(/* @vite-ignore */ `file://${dist}/ort.wasm.bundle.min.mjs?threads=${threads}`)) as OrtModule
    ort.env.wasm.numThreads = threads
    ort.env.wasm.wasmPaths = `${dist}/`
    const externalData = [
      { path: WEIGHTS, data: new Uint8Array(weights.buffer.buffer) },
      { path: BLOCKS, data: new Uint8Array(blocks.data.buffer) },
    ]
    const session = await ort.InferenceSession.create(graph.bytes, { graphOptimizationLevel: 'disabled', externalData })
    const ids = Array.from({ length: 40 }, (_, i) => (i * 97) % 4096)
    const rows = { T: 40, S: 40, first: 0 }
    return session.run(
      makeFeeds(ort, {
        graph,
        call: plainCall(ids),
        rows,
        ropes: [new RopeTable(spec.ropes[0]!).read(0, 40)],
        edits: new Map(),
        partial: false,
      }),
    )
  }
  const one = await run(1)
  const two = await run(2)
  for (const hook of program.hooks)
    expect(
      Buffer.compare(Buffer.from((one[hook]!.data as Float32Array).buffer), Buffer.from((two[hook]!.data as Float32Array).buffer)),
      hook,
    ).toBe(0)
})
