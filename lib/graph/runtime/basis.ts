/* Early cut-off without a key: where nothing that a result was made of has changed, the result stands. */
import { isKeyedByParams } from '../regions/parts'
import { gives, type Basis, type Cell } from './cell'

/** Undefined where more than wires, params and seed may change the key. */
export function basisOf(cell: Cell, key: string, seed: number): Basis | undefined {
  const { kind, node, parsed } = cell
  if (!kind || !parsed || kind.readsViewer || kind.effects) return undefined
  if (!cell.upstream.every((source) => gives(source.rest))) return undefined // some wires did not count
  const sources = isKeyedByParams(kind) ? [] : cell.upstream.map((source) => source.result)
  return { key, node, kind, parsed, sources, seed }
}

/** Whether the cell's result is still the one it would have. `seed` is only asked for where chance is used. */
export function stands(cell: Cell, seed: (cell: Cell) => number): boolean {
  const { basis, result, shown, upstream } = cell
  if (!basis || !result || basis.key !== result.key || shown?.key !== result.key || shown.partial) return false
  if (basis.node !== cell.node || basis.kind !== cell.kind || basis.parsed !== cell.parsed) return false
  if (cell.failed || cell.stopped || cell.excused || cell.held || cell.run) return false
  if (cell.gate && !gives(cell.gate.rest)) return false
  if (!upstream.every((source) => gives(source.rest))) return false
  const { sources } = basis
  if (!isKeyedByParams(basis.kind!) && (sources.length !== upstream.length || sources.some((made, at) => made !== upstream[at]?.result)))
    return false
  return !basis.kind?.random || basis.seed === seed(cell)
}
