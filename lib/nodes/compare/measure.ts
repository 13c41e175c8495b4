/* What can be measured between two values, and what a comparison gives. */
import type { NumberValue, TableValue, TensorValue } from '../../values'

export const MEASURES = ['difference', 'ratio', 'KL', 'JS', 'total variation', 'edit distance', 'top-1 agreement'] as const
export type Measure = (typeof MEASURES)[number]

export interface Compared {
  readonly difference: TensorValue
  readonly number: NumberValue
  readonly table: TableValue
}
