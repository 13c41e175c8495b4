/* The parts of a model as tables: every part alone, and a tree short enough for a node, in which equal blocks stand once. */
import type { ModelCounts, ModelPart } from '../../engine'
import { tableOf, type TableValue } from '../../values'
import { count } from '../../viz/numbers'
import type { Load } from './roofline'

export function partsTable(counts: ModelCounts, { context, batch, bytesEach }: Load, causal: boolean): TableValue {
  return tableOf(
    [
      ['part', 'text'],
      ['shape', 'text'],
      ['parameters', 'number'],
      ['bytes', 'number'],
      ['prefill', 'number'],
      ...(causal ? [['decode', 'number'] as const] : []),
    ],
    counts.parts.map((part) => [
      part.path.join(' / '),
      part.shape,
      part.parameters,
      part.parameters * bytesEach,
      part.flops(context, context) * batch,
      ...(causal ? [part.flops(1, context) * batch] : []),
    ]),
  )
}

interface Branch {
  readonly name: string
  readonly parts: ModelPart[]
  readonly below: Map<string, Branch>
}

/** Rows of name, parameters and products; what lies within another part is indented. Norms have no row of their own: they are next to nothing. */
export function treeTable(counts: ModelCounts, { context, batch }: Load): TableValue {
  const root = grown(counts.parts)
  const total = (parts: readonly ModelPart[]) => [
    count(parts.reduce((sum, part) => sum + part.parameters, 0)),
    count(parts.reduce((sum, part) => sum + part.flops(context, context) * batch, 0)),
  ]
  const rows: string[][] = []
  const walk = (branch: Branch, depth: number) => {
    for (const { name, times, branch: child } of alike([...branch.below.values()])) {
      rows.push([`${'\u2003'.repeat(depth)}${times > 1 ? `each of ${times} blocks` : name}`, ...total(child.parts)])
      if (child.below.size > 1) walk(child, depth + 1)
    }
  }
  walk(root, 0)
  return tableOf(
    [
      ['part', 'text'],
      ['parameters', 'text'],
      ['products', 'text'],
    ],
    rows,
  )
}

function grown(parts: readonly ModelPart[]): Branch {
  const root: Branch = { name: '', parts: [], below: new Map() }
  for (const part of parts) {
    let at = root
    for (const name of part.path.slice(0, part.path.at(-1)!.includes('norm') ? -1 : undefined)) {
      if (!at.below.has(name)) at.below.set(name, { name, parts: [], below: new Map() })
      at = at.below.get(name)!
      at.parts.push(part)
    }
  }
  return root
}

/** Neighbouring blocks with the same parts are one row, whose sub-rows are those of one block. */
function alike(branches: readonly Branch[]): { name: string; times: number; branch: Branch }[] {
  const rows: { name: string; times: number; branch: Branch }[] = []
  for (const branch of branches) {
    const last = rows.at(-1)
    if (last && isBlock(branch) && isBlock(last.branch) && formOf(branch) === formOf(last.branch)) last.times++
    else rows.push({ name: branch.name, times: 1, branch })
  }
  return rows
}

const isBlock = ({ name }: Branch): boolean => name.startsWith('block ')
const formOf = ({ parts }: Branch): string =>
  parts.map((part) => `${part.path.slice(1).join('/')} ${part.parameters} ${part.flops(1, 1e9)}`).join('\n')
