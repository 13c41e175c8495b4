/* Takes a part of the model away: zero at a place, or its own mean over a run. Makes edits; a forward pass applies them. */
import { defineNode } from '../../graph/define-node'
import type { Edit } from '../../engine/types'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import { Edits, Run, tensorSummary, type RunValue, type TensorValue } from '../../values'
import { show } from '../../viz/show'
import { engineCall } from '../failures'
import { hookName, indexList, placeParams, placeText, type Indices } from '../place'
import { sliceTensor } from '../slice'
import { cut, GIRL } from '../example'

export const ablate = defineNode({
  kind: 'ablate',
  version: 1,
  title: 'Ablate',
  summary: 'Takes a part of the model away, to see what it carries.',
  icon: 'eraser',
  group: 'Interpretability',
  tags: ['knock out', 'remove head', 'zero', 'mean ablation', 'causal', 'intervention', 'edits'],
  sources: ['arXiv:1905.09418', 'arXiv:2211.00593'],
  inputs: { run: Run.input('where means are taken from').optional() },
  outputs: { edits: Edits.output('what Forward and Generate change while they run') },
  params: z.object({
    ...placeParams,
    hook: z.string().default('z').meta({ description: 'A short name (z, attn_out, mlp_out …) or a full hook name.' }),
    how: z.enum(['zero', 'mean']).default('zero').meta({ description: 'mean: over the positions of the wired run.' }),
  }),
  size: { width: 192, body: 96 },
  example:
    cut(GIRL) +
    'cut: ablate@1\n  layer: 2\n  heads: 7\npass: forward@1\n  model: primer.model\n  tokens: tokens.tokens\n  edits: cut.edits\n',
  exampleNode: 'cut',
  async compute({ run }, { hook, layer, how, ...place }) {
    const at = hookName(hook, layer)
    const region = {
      at,
      ...selected('heads', place.heads),
      ...selected('positions', place.positions),
      ...selected('dims', place.dims),
      purpose: [`${how} ${at}`, placeText(place)].filter(Boolean).join(', '),
    }
    if (how === 'zero') return { edits: [{ ...region, op: 'zero' as const }] }
    if (!run)
      throw new NodeFailure('needs-run', 'A mean is taken over a run, and none is wired.', {
        port: 'run',
        hint: 'Wire forward.run here, or take zero.',
      })
    const whole = await engineCall(() => run.read(at))
    return { edits: [{ ...region, op: 'mean' as const, value: meanOverPositions(whole, place, run) }] }
  },
  view: ({ out }) => (out.edits?.length ? [show.card({ rows: editRows(out.edits[0]!) })] : []),
  foot: ({ params }) => ({ left: params.how === 'zero' ? 'set to zero' : 'set to its mean' }),
})

function selected(name: 'heads' | 'positions' | 'dims', given: Indices): Partial<Edit> {
  const list = indexList(given)
  return list ? { [name]: list } : {}
}

/** [T,H,D] → [H,D] of the chosen heads and dims, [T,C] → [C]: one row, laid over every position. */
function meanOverPositions(whole: TensorValue, place: { readonly heads: Indices; readonly dims: Indices }, run: RunValue): Float32Array {
  if (whole.dims[0] !== 'T' && whole.dims[0] !== 'S')
    throw new NodeFailure('no-mean', `${whole.origin.tensor} is ${tensorSummary(whole)}: a mean over positions has no meaning there.`, {
      port: 'hook',
      hint: 'Take zero, or another hook.',
    })
  const part = sliceTensor(whole, { heads: indexList(place.heads) ?? [], positions: [], dims: indexList(place.dims) ?? [] })
  const length = run.tokens.ids.length
  const width = part.data.length / length
  const mean = new Float32Array(width)
  for (let i = 0; i < width; i++) {
    let sum = 0
    for (let position = 0; position < length; position++) sum += part.data[position * width + i]!
    mean[i] = sum / length
  }
  return mean
}

const editRows = (edit: Edit) => [
  { name: 'Place', value: edit.at, mono: true },
  { name: 'Heads', value: edit.heads?.join(', ') ?? 'all' },
  { name: 'Positions', value: edit.positions?.join(', ') ?? 'all' },
  { name: 'Dims', value: edit.dims?.join(', ') ?? 'all' },
  { name: 'Becomes', value: edit.op === 'zero' ? '0' : 'its mean' },
]
