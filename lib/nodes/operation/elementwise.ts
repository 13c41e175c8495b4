/* Number by number: add, subtract, multiply, scale. b may lack leading axes or have length 1 where a is longer. */
import { unflatten } from '../../tensor'
import { tensorSummary, type TensorValue } from '../../values'
import { mapped, refuse, same, type Made } from './shapes'

/** Without b, the number `value` stands for it. */
export function combine(a: TensorValue, b: TensorValue | undefined, value: number, join: (x: number, y: number) => number): Made {
  if (!b) return mapped(a, (entry) => join(entry, value))
  const offset = a.shape.length - b.shape.length
  const fits = offset >= 0 && b.shape.every((length, axis) => length === 1 || length === a.shape[axis + offset])
  if (!fits)
    throw refuse(
      'wrong-shape',
      `b is ${tensorSummary(b)} and cannot be laid over a, ${tensorSummary(a)}.`,
      'b',
      'Each axis of b should be as long as a’s, or 1.',
    )
  const data = new Float32Array(a.data.length)
  for (let place = 0; place < data.length; place++)
    data[place] = join(a.data[place]!, b.data[placeIn(b.shape, unflatten(place, a.shape).slice(offset))]!)
  return { ...same(a), data }
}

function placeIn(shape: readonly number[], index: readonly number[]): number {
  let place = 0
  for (let axis = 0; axis < shape.length; axis++) place = place * shape[axis]! + (shape[axis] === 1 ? 0 : index[axis]!)
  return place
}

/** `0.5`, or `1/√32` as the scale of attention is written. */
export function factorOf(value: number | string): number {
  if (typeof value === 'number') return value
  const match = /^\s*(?:(\d+(?:\.\d+)?)\s*\/\s*)?(√|sqrt\s*\(?)?\s*(\d+(?:\.\d+)?)\s*\)?\s*$/.exec(value)
  if (!match) throw refuse('bad-value', `value should be a number or a form like 1/√32, got “${value}”.`, 'value')
  const number = match[2] ? Math.sqrt(Number(match[3])) : Number(match[3])
  return match[1] === undefined ? number : Number(match[1]) / number
}
