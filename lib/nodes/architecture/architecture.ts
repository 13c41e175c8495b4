/* A model taken apart: shapes, parameters, bytes and products of every part, and what bounds its speed on a machine. */
import { countModel } from '../../engine'
import { defineNode } from '../../graph/define-node'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import { Model, TablePort, type ModelValue } from '../../values'
import { count, megabytes, number, whole } from '../../viz/numbers'
import { show } from '../../viz/show'
import { partsTable, treeTable } from './parts'
import { decode, machines, prefill, type Load, type Pass } from './roofline'

const WEIGHTS = { 'as held': null, '32 bits': 4, '16 bits': 2, '8 bits': 1, '4 bits': 0.5 } as const
const MACHINES = ['browser core', 'laptop', 'graphics card', 'data centre'] as const

export const architecture = defineNode({
  kind: 'architecture',
  version: 1,
  title: 'Architecture',
  summary: 'What a model is made of, part by part, and what bounds its speed.',
  icon: 'list-tree',
  group: 'Model and forward',
  tags: ['shapes', 'parameters', 'memory', 'FLOPs', 'roofline', 'bandwidth', 'prefill', 'decode', 'layers'],
  sources: ['doi:10.1145/1498765.1498785', 'arXiv:1706.03762', 'arXiv:2001.08361'],
  inputs: { model: Model.with('weights').input('the model to take apart') },
  outputs: { table: TablePort.output('one row a part: shape, parameters, bytes, multiplications and additions') },
  params: z.object({
    context: z.int().min(1).max(1_000_000).default(512).meta({ description: 'Tokens read at once, and behind the next one.' }),
    batch: z.int().min(1).max(4096).default(1).meta({ description: 'Texts at the same time.' }),
    weights: z
      .enum(['as held', '32 bits', '16 bits', '8 bits', '4 bits'])
      .default('as held')
      .meta({ description: 'Bits of a parameter in memory. Keys and values take 32.' }),
    hardware: z.enum(MACHINES).default('browser core').meta({
      description: 'browser core: 21.8 GB/s, 48 GFLOP/s. laptop: 100, 3,600. graphics card: 1,008, 82,600. data centre: 3,350, 989,000.',
    }),
  }),
  inline: [],
  size: { width: 272, body: 456 },
  example: 'primer: model@1\nparts: architecture@1\n  model: primer.model\n',
  exampleNode: 'parts',
  compute({ model }, params) {
    const { spec, name } = model.engine
    if (params.context > spec.context && !spec.causal)
      throw new NodeFailure('too-long', `${name} reads at most ${whole(spec.context)} tokens, and context is ${whole(params.context)}.`, {
        port: 'model',
        hint: `Set context to ${whole(spec.context)} or less.`,
      })
    return { table: partsTable(countModel(model.engine), loadOf(model, params), spec.causal) }
  },
  view({ in: { model }, out: { table }, params }) {
    if (!table) return []
    const counts = countModel(model.engine)
    const load = loadOf(model, params)
    const machine = machines[params.hardware]
    const passes: [string, Pass][] = [['all tokens at once', prefill(counts, load, machine)]]
    if (model.engine.spec.causal) passes.push(['the next token', decode(counts, load, machine)])
    const bars = passes.map(([label, { memory, compute }]) => ({ label, value: memory * 1e3, second: compute * 1e3 }))
    return [
      show.table(treeTable(counts, load), { caption: `Products of ${whole(load.context)} tokens.` }),
      show.bars(bars, {
        unit: 'ms',
        names: ['memory', 'products'],
        caption: passes.map(([label, pass]) => boundWords(label, pass)).join(' '),
      }),
    ]
  },
  foot: ({ in: { model } }) => ({
    left: `${count(model.engine.parameters)} parameters`,
    right: megabytes(model.engine.weightBytes),
  }),
  empty: 'Takes a model apart and counts. Wire a model.',
})

function loadOf(model: ModelValue, params: { context: number; batch: number; weights: keyof typeof WEIGHTS }): Load {
  const { weightBytes, parameters } = model.engine
  return { context: params.context, batch: params.batch, bytesEach: WEIGHTS[params.weights] ?? weightBytes / parameters }
}

/** The longer of the two is the least time; the other part of the machine waits. */
function boundWords(label: string, { flops, bytes, memory, compute }: Pass): string {
  const least = Math.max(memory, compute)
  const bound = memory > compute ? 'memory' : 'products'
  const speed = label === 'the next token' ? `, at most ${number(1 / least)} a second` : ''
  return `${label[0]!.toUpperCase()}${label.slice(1)}: ${count(flops)} products on ${megabytes(bytes)}, bound by ${bound}${speed}.`
}
