/* Hook patterns. */
import { expect, test } from 'vitest'
import { matchAnyHook, matchHooks } from './want'

const names = ['hook_embed', 'blocks.0.attn.hook_q', 'blocks.1.attn.hook_q', 'blocks.10.attn.hook_q', 'blocks.1.mlp.hook_pre', 'logits']

test.each([
  ['*', names],
  ['logits', ['logits']],
  ['blocks.*.hook_q', ['blocks.0.attn.hook_q', 'blocks.1.attn.hook_q', 'blocks.10.attn.hook_q']],
  ['blocks.{0,10}.attn.*', ['blocks.0.attn.hook_q', 'blocks.10.attn.hook_q']],
  ['blocks.{0, 1}.*', ['blocks.0.attn.hook_q', 'blocks.1.attn.hook_q', 'blocks.1.mlp.hook_pre']],
  ['*.{attn.*,mlp.hook_pre}', names.slice(1, 5)],
  ['blocks?0.attn.hook_q', []],
  ['{unclosed', []],
  ['logit', []],
])('%s', (pattern, expected) => expect(matchHooks(pattern, names)).toEqual(expected))

test('several patterns give each name once, in the order of the names', () => {
  expect(matchAnyHook(['logits', 'hook_*', '*embed'], names)).toEqual(['hook_embed', 'logits'])
})

test('many stars stay quick', () => expect(matchHooks(`${'*a'.repeat(12)}*`, ['b'.repeat(200)])).toEqual([]))
