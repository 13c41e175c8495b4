/* Number: one finite number with an optional unit. A truth value is 1 or 0 with the unit yes/no, a share has the unit %. */
import { structured } from './encoding'
import { definePort } from '../graph/port-type'
import { describe, isRecord } from './describe'
import type { NumberValue } from './types'

export const NumberPort = definePort<NumberValue>({
  name: 'number',
  title: 'Number',
  widensTo: ['text'],
  widen: (value) => printNumber(value.value),
  check: (value) => {
    if (!isRecord(value) || typeof value.value !== 'number') return `expected a number, got ${describe(value)}`
    return Number.isFinite(value.value) ? null : `expected a finite number, got ${value.value}`
  },
  asParam: (value) => value.value,
  parts: (value) => [value.value, value.unit ?? ''],
  bytes: () => 16,
  toJson: (value) => value.value,
  fromJson: (json) => (typeof json === 'number' ? numberOf(json) : typeof json === 'boolean' ? truth(json) : json),
  encoding: structured(),
  summary: (value) =>
    value.unit && value.unit !== 'yes/no' ? `${short(value)} ${value.unit}` : (yesNo(value) ?? printNumber(value.value)),
})

/** The shortest text that reads back as the same number. */
export const printNumber = (value: number): string => String(value === 0 ? 0 : value)

/** A number value; `numberOf(1, 'yes/no')`. */
export const numberOf = (value: number, unit?: string): NumberValue => (unit ? { value, unit } : { value })
export const truth = (holds: boolean): NumberValue => ({ value: holds ? 1 : 0, unit: 'yes/no' })

const short = ({ value, unit }: NumberValue): string => String(Number((unit === '%' ? value * 100 : value).toPrecision(3)))
const yesNo = ({ value, unit }: NumberValue): string | null => (unit === 'yes/no' ? (value ? 'yes' : 'no') : null)
