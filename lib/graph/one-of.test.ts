import { describe, expect, test } from 'vitest'
import { fits, widenTo } from './fits'
import { oneOf } from './one-of'
import { runNode } from './run-node'
import { Block, Count, Words, plainKind } from './testing'
import { z } from './zod'

const several = oneOf(Words, Block)
const seen: unknown[] = []
const look = plainKind({
  kind: 'look',
  inputs: { of: several.input('words or a block') },
  outputs: {},
  params: z.object({}),
  compute: ({ of }) => {
    seen.push(of)
    return {}
  },
})

describe('a port that takes a few types', () => {
  test('is named after them, and takes what widens to one of them', () => {
    expect(several.name).toBe('words|block')
    expect(several.title).toBe('Words or Block')
    expect([fits(Words, several), fits(Count, several), fits(Count, oneOf(Block))]).toEqual([true, true, false])
    expect(widenTo(Count, several, 3)).toEqual({ type: Words, value: '3' })
  })
  test('hands compute the value with the type it fits', async () => {
    await runNode(look, { inputs: { of: { type: Count, value: 3 } }, params: {} })
    expect(seen.at(-1)).toEqual({ type: Words, value: '3' })
  })
  test('refuses the others, and values that are not of the type they say', async () => {
    await expect(runNode(look, { inputs: { of: { type: oneOf(Count), value: 3 } }, params: {} })).rejects.toThrow(
      'look.of takes a Words or Block, got',
    )
    await expect(runNode(look, { inputs: { of: { type: Words, value: 3 } }, params: {} })).rejects.toThrow('expected text, got number')
    await expect(runNode(look, { inputs: { of: 'bare' as never }, params: {} })).rejects.toThrow('expected a value with its type')
  })
})
