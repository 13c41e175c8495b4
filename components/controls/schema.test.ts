/* From a JSON Schema to the control that is shown, and to the sentence that refuses. */
import { expect, test } from 'vitest'
import { checkValue, readNumber } from './check'
import { labelOf, lookOf, paramsOf, stepOf, ticksOf } from './schema'

test('each kind of param has its control', () => {
  expect(lookOf({ type: 'number', minimum: 0, maximum: 4 })).toBe('slider')
  expect(lookOf({ type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER })).toBe('number')
  expect(lookOf({ type: 'string', enum: ['one', 'mean', 'max', 'all'] })).toBe('segmented')
  expect(lookOf({ type: 'string', enum: ['resid_pre', 'resid_mid', 'resid_post', 'mlp_out', 'z'] })).toBe('select')
  expect(lookOf({ type: 'boolean' })).toBe('switch')
  expect(lookOf({ type: 'string', control: 'text-area' })).toBe('long-text')
  expect(lookOf({ type: 'array', items: { type: 'string' } })).toBe('list')
  expect(lookOf({ type: 'array', items: { type: 'object' } })).toBe('data')
  expect(lookOf({ type: 'array', items: { type: 'object' }, control: 'files' })).toBe('files')
})

test('ticks: every place where there are few, else the default', () => {
  expect(ticksOf({ type: 'integer', minimum: 0, maximum: 5 })).toEqual([0, 1, 2, 3, 4, 5])
  expect(ticksOf({ type: 'number', minimum: 0, maximum: 4, default: 1 })).toEqual([1])
  expect(stepOf({ type: 'number', minimum: 0, maximum: 4 })).toBe(0.02)
})

test('a refused value is told what it should be', () => {
  expect(checkValue('Top p', { type: 'number', exclusiveMinimum: 0, maximum: 1 }, 1.4)).toBe('Top p is at most 1.')
  expect(checkValue('Top k', { type: 'integer', minimum: 0 }, 2.5)).toBe('Top k is a whole number.')
  expect(checkValue('Heads', { type: 'array', items: { type: 'integer', maximum: 7 } }, [1, 9])).toBe('Each entry is at most 7.')
  expect(checkValue('Op', { enum: ['sum', 'mean'] }, 'max')).toBe('Op is one of sum, mean.')
  expect(readNumber('−1,5')).toBe(-1.5)
})

test('params take bounds and options from their neighbours', () => {
  const schema = {
    properties: {
      value: { type: 'number', default: 0, rangeFrom: { min: 'min', max: 'max', step: 'step', look: 'look' } },
      min: { type: 'number', default: 0 },
      max: { type: 'number', default: 1 },
      step: { type: 'number', default: 0.01 },
      look: { enum: ['slider', 'field', 'switch'], default: 'slider' },
      chosen: { type: 'string', optionsFrom: 'options' },
      options: { type: 'array', default: ['girl', { label: 'a boy', value: 'boy' }] },
    },
  }
  const [value] = paramsOf(schema, { max: 2 })[0]!.slice(1) as [Parameters<typeof lookOf>[0]]
  expect(value).toMatchObject({ minimum: 0, maximum: 2, multipleOf: 0.01 })
  const shown = new Map(paramsOf(schema, { look: 'switch' }))
  expect(lookOf(shown.get('value')!)).toBe('switch')
  expect(shown.get('chosen')).toMatchObject({ enum: ['girl', 'boy'], labels: ['girl', 'a boy'] })
  expect(shown.get('chosen')).not.toHaveProperty('default')
  expect(labelOf('topK', {})).toBe('Top k')
})
