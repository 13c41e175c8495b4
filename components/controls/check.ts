/* Whether a typed value may be a param's value. The kind's own schema has the last word; this one answers at once, in words. */
import { choicesOf, type ParamSchema, type Plain } from './schema'

type Verdict = string | null

/** A sentence saying what is wrong with the value, or null. */
export function checkValue(label: string, schema: ParamSchema, value: Plain): Verdict {
  const choices = choicesOf(schema)
  if (choices) return choices.includes(String(value)) ? null : `${label} is one of ${choices.join(', ')}.`
  if (schema.type === 'number' || schema.type === 'integer') return checkNumber(label, schema, value)
  if (schema.type === 'string') return checkText(label, schema, value)
  if (schema.type === 'array') return checkList(label, schema, value)
  return null
}

function checkNumber(label: string, schema: ParamSchema, value: Plain): Verdict {
  if (typeof value !== 'number' || !Number.isFinite(value)) return `${label} is a number.`
  if (schema.type === 'integer' && !Number.isInteger(value)) return `${label} is a whole number.`
  if (schema.minimum !== undefined && value < schema.minimum) return `${label} is at least ${print(schema.minimum)}.`
  if (schema.maximum !== undefined && value > schema.maximum) return `${label} is at most ${print(schema.maximum)}.`
  if (schema.exclusiveMinimum !== undefined && value <= schema.exclusiveMinimum)
    return `${label} is above ${print(schema.exclusiveMinimum)}.`
  if (schema.exclusiveMaximum !== undefined && value >= schema.exclusiveMaximum)
    return `${label} is below ${print(schema.exclusiveMaximum)}.`
  return null
}

function checkText(label: string, schema: ParamSchema, value: Plain): Verdict {
  if (typeof value !== 'string') return `${label} is text.`
  if (schema.minLength && value.length < schema.minLength) return `${label} has at least ${schema.minLength} characters.`
  if (schema.maxLength !== undefined && value.length > schema.maxLength) return `${label} has at most ${schema.maxLength} characters.`
  return null
}

function checkList(label: string, schema: ParamSchema, value: Plain): Verdict {
  if (!Array.isArray(value)) return `${label} is a list.`
  if (schema.minItems && value.length < schema.minItems) return `${label} has at least ${schema.minItems} entries.`
  if (schema.maxItems !== undefined && value.length > schema.maxItems) return `${label} has at most ${schema.maxItems} entries.`
  for (const item of value as readonly Plain[]) {
    const wrong = schema.items && checkValue('Each entry', schema.items, item)
    if (wrong) return wrong
  }
  return null
}

/** A number as it is shown: a true minus, no more digits than it has. */
export function print(value: number): string {
  const text = Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)))
  return text.replace('-', '−')
}

/** What someone typed, as a number: a comma or a true minus is as good as what a keyboard has. */
export function readNumber(text: string): number | null {
  const plain = text.trim().replace('−', '-').replace(',', '.')
  if (plain === '') return null
  const value = Number(plain)
  return Number.isFinite(value) ? value : null
}
