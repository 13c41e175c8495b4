/* Outputs of several types: the value goes on as one of its own type, and what is none of them is a fault. */
import { expect, test } from 'vitest'
import { oneOf } from './one-of'
import type { Boxed } from './port-type'
import { runNode } from './run-node'
import { Runtime } from './runtime'
import { Anything, Block, Count, graphOf, lookup, plainKind, Words } from './testing'
import { z } from './zod'

const number = plainKind({
  kind: 'number',
  inputs: {},
  outputs: { count: Count.output('') },
  params: z.object({ value: z.number().default(0) }),
  compute: (_, { value }) => ({ count: value }),
})
const same = plainKind({
  kind: 'same',
  inputs: { of: Anything.input('') },
  outputs: { value: Anything.output('').stream() },
  params: z.object({}),
  compute: ({ of }, _, { emit }) => {
    emit({ value: of })
    return { value: of }
  },
})
const add = plainKind({
  kind: 'add',
  inputs: { a: Count.input('') },
  outputs: { count: Count.output('') },
  params: z.object({ more: z.number().default(0) }),
  compute: ({ a }, { more }) => ({ count: a + more }),
})
const block = oneOf(Block)
const wrong = plainKind({
  kind: 'wrong',
  inputs: {},
  outputs: { value: block.output('') },
  params: z.object({ boxed: z.boolean().default(true) }),
  compute: (_, { boxed }) => ({ value: boxed ? { type: Count, value: 1 } : ('a' as never) }),
})

test('its value enters ports and params by its own type', async () => {
  const runtime = new Runtime({ kinds: lookup([number, same, add]), services: {} })
  const set = (value: number) =>
    runtime.setGraph(
      graphOf({
        n: { kind: 'number', params: { value } },
        s: { kind: 'same', inputs: { of: 'n.count' } },
        t: { kind: 'same', inputs: { of: 's.value' } },
        a: { kind: 'add', inputs: { a: 't.value' }, paramWires: { more: 's.value' } },
      }),
      0,
    )
  set(3)
  runtime.observe(['a'])
  await runtime.settled()
  expect(runtime.record('a').outputs['count']?.value).toBe(6)
  expect(runtime.record('s').outputs['value']).toMatchObject({ type: 'count', value: 3 })
  // Equal content has the same hash, whichever port it came from.
  expect(runtime.record('s').outputs['value']?.hash).toBe(runtime.record('n').outputs['count']?.hash)
  set(4)
  await runtime.settled()
  expect(runtime.record('a').outputs['count']?.value).toBe(8)
  runtime.dispose()
})

test('alone it is a value with its type', async () => {
  const of: Boxed = { type: Words, value: 'a' }
  expect((await runNode(same, { inputs: { of }, params: {} })).value).toEqual(of)
})

test('what is none of its types is a fault of the kind', async () => {
  await expect(runNode(wrong, { inputs: {}, params: {} })).rejects.toThrow('got Count')
  await expect(runNode(wrong, { inputs: {}, params: { boxed: false } })).rejects.toThrow('expected a value with its type')
})
