/* Who reads whom: the attention of one layer, stage by stage, head by head. */
import { defineNode } from '../../graph/define-node'
import { z } from '../../graph/zod'
import { Attention, Run, TablePort, type AttentionValue, type RunValue, type TensorValue } from '../../values'
import { show } from '../../viz/show'
import { engineCall, requireIndex } from '../failures'
import { layerParam } from '../place'
import { headTable } from './head-table'
import { chooseHeads, peekStage, readStage } from './stages'
import { GIRL, passOver } from '../example'

const NOT_EXPLANATION = 'Attention is not explanation: remove the head with Ablate to see what it carries.'

export const attention = defineNode({
  kind: 'attention',
  version: 1,
  title: 'Attention',
  summary: 'Who reads whom, and how much.',
  icon: 'grid-3x3',
  group: 'Attention and internals',
  tags: ['pattern', 'heads', 'scores', 'softmax', 'qk', 'sink', 'map'],
  sources: ['arXiv:1706.03762', 'arXiv:1902.10186', 'arXiv:2309.17453'],
  inputs: {
    run: Run.input('the pass to look into'),
    scores: TablePort.input('a number for each head, by columns layer and head; the heads can be sorted by it').optional(),
  },
  outputs: {
    attention: Attention.output('the chosen map [1,T,S], or all heads of the layer [H,T,S]'),
    table: TablePort.output('one row a head: entropy, and the share read from the first, the previous and the same token'),
  },
  params: z.object({
    layer: layerParam,
    head: z.int().min(0).default(0).meta({ description: 'Head, from 0.' }),
    stage: z
      .enum(['raw', 'scaled', 'masked', 'weights', 'value-weighted'])
      .default('weights')
      .meta({ description: 'q·k; divided by √D; with the future masked; after softmax; times the length of the value.' }),
    heads: z.enum(['one', 'mean', 'max', 'all']).default('one'),
    sink: z
      .enum(['shown', 'hidden'])
      .default('shown')
      .meta({ title: 'First token', description: 'Hidden: its column is struck out and each row shared anew.' }),
    scale: z.enum(['0 to 1', 'row max']).default('0 to 1').meta({ description: 'Row max paints each row on its own scale.' }),
    sort: z
      .enum(['head', 'entropy', 'first token', 'previous token', 'scores'])
      .default('head')
      .meta({ description: 'Order of the table.' }),
  }),
  size: { width: 264, body: 296 },
  example: passOver(GIRL) + 'reads: attention@1\n  run: pass.run\n  layer: 2\n  head: 7\n',
  exampleNode: 'reads',
  async compute({ run, scores }, { layer, head, stage, heads, sort }) {
    const { spec } = run.model.engine
    requireIndex('layer', layer, spec.layers, run.model.name)
    requireIndex('head', head, spec.heads, `${run.model.name} in each layer`)
    return engineCall(async () => {
      const all = await readStage(run, layer, stage)
      const pattern = await readStage(run, layer, 'weights')
      // Not for the value: the card shows the scores in its formula, and the grid all layers.
      await run.read(scoresHook(layer))
      if (heads === 'all') for (let other = 0; other < spec.layers; other++) await run.read(patternHook(other))
      return { attention: chooseHeads(all, heads, head), table: headTable(pattern, layer, sort, scores) }
    })
  },
  view: ({ in: { run }, out, params }) => (out.attention ? [picture(run, out.attention, params)] : []),
  foot: ({ params: { layer, head, heads } }) => ({ right: heads === 'one' ? `${layer}.${head}` : `layer ${layer}, ${heads}` }),
  empty: 'Shows which token reads which. Wire run from a Forward node.',
})

const patternHook = (layer: number): string => `blocks.${layer}.attn.hook_pattern`
const scoresHook = (layer: number): string => `blocks.${layer}.attn.hook_attn_scores`

interface Look {
  readonly layer: number
  readonly head: number
  readonly stage: AttentionValue['stage']
  readonly heads: 'one' | 'mean' | 'max' | 'all'
  readonly sink: 'shown' | 'hidden'
  readonly scale: '0 to 1' | 'row max'
}

function picture(run: RunValue, value: AttentionValue, { layer, head, stage, heads, sink, scale }: Look) {
  if (heads === 'all') {
    const grid = patternGrid(run)
    if (grid)
      return show.headGrid(grid, {
        scale: { low: 0, high: 1 },
        chosen: [layer, head],
        caption: 'Every head: a row for each layer. ' + NOT_EXPLANATION,
      })
  }
  const whole = peekStage(run, layer, stage)
  const scores = run.peek(scoresHook(layer))
  const { headSize, layers } = run.model.engine.spec
  const hidden = sink === 'hidden' && stage === 'weights'
  return show.attention(whole ?? value, {
    head: heads === 'one' ? (whole ? head : 0) : null,
    ...(heads === 'mean' || heads === 'max' ? { aggregate: heads } : {}),
    ...(scores && heads === 'one' && stage === 'weights' ? { scores } : {}),
    headSize,
    ...(hidden ? { sink: 0 } : {}),
    rowMax: scale === 'row max',
    causal: stage !== 'raw' && stage !== 'scaled',
    headParam: 'head',
    layerParam: 'layer',
    layers,
    caption: (hidden ? 'The first token is hidden and each row shared anew. ' : '') + NOT_EXPLANATION,
  })
}

/** Patterns of all layers [L,H,T,S], or null where they are not in memory or too many to paint. */
function patternGrid(run: RunValue): TensorValue | null {
  const { layers, heads } = run.model.engine.spec
  const length = run.tokens.ids.length
  const size = heads * length * length
  if (layers * size > GRID_NUMBERS) return null
  const data = new Float32Array(layers * size)
  for (let layer = 0; layer < layers; layer++) {
    const pattern = run.peek(patternHook(layer))
    if (!pattern) return null
    data.set(pattern.data, layer * size)
  }
  return {
    data,
    shape: [layers, heads, length, length],
    dims: ['L', 'H', 'T', 'S'],
    origin: {
      tensor: 'blocks.{L}.attn.hook_pattern',
      slice: [null, null, null, null],
      model: run.model.name,
      backend: run.model.engine.backend,
    },
  }
}

/** 144 heads at 128 tokens. */
const GRID_NUMBERS = 144 * 128 * 128
