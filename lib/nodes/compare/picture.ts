/* How two values of a type are shown in one panel. */
import type { Boxed } from '../../graph/port-type'
import {
  bestIds,
  lastRow,
  type DistributionValue,
  type NumberValue,
  type TableValue,
  type TensorValue,
  type TokensValue,
} from '../../values'
import { show } from '../../viz/show'

const NAMES = ['a', 'b'] as const

export function picture(a: Boxed, b: Boxed, { difference, table }: { readonly difference: TensorValue; readonly table: TableValue }) {
  switch (a.type.name) {
    case 'text':
      return show.diff(a.value as string, b.value as string, { names: NAMES })
    case 'tokens':
      return show.diff((a.value as TokensValue).pieces.join(''), (b.value as TokensValue).pieces.join(''), { names: NAMES })
    case 'number':
      return numberBars(a.value as NumberValue, b.value as NumberValue)
    case 'distribution':
      return oddsBars(a.value as DistributionValue, b.value as DistributionValue)
    case 'tensor':
    case 'logits':
    case 'attention':
    case 'embeddings':
      return show.heat(difference, { scale: { kind: 'diverging' }, caption: 'b − a' })
    default:
      return show.table(table)
  }
}

function numberBars(a: NumberValue, b: NumberValue) {
  const unit = a.unit === b.unit ? a.unit : undefined
  const high = unit === '%' && Math.max(a.value, b.value) <= 1 ? { high: 1 } : {}
  const bars = [
    { label: NAMES[0], value: a.value, hollow: true },
    { label: NAMES[1], value: b.value },
  ]
  return show.bars(bars, { ...(unit ? { unit } : {}), ...high })
}

/** The likeliest of either, on one scale. */
function oddsBars(a: DistributionValue, b: DistributionValue) {
  const [first, second] = [lastRow(a), lastRow(b)]
  const either = first.map((p, id) => Math.max(p, second[id] ?? 0))
  const bars = bestIds(either, 8).map((id) => ({
    label: a.tokenizer.engine.piece(id),
    value: first[id]!,
    second: second[id]!,
    index: [id],
  }))
  return show.bars(bars, { unit: '%', pieces: true, names: NAMES, high: 1 })
}
