/* Damaged model folders and prompts that are too long: one sentence on the node that met it, nothing else disturbed. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openHeadless } from '../../lib/session/node'

const EMBEDDED = path.resolve(__dirname, '../../public/models/primer-6m')
const temporary = mkdtempSync(path.join(tmpdir(), 'vitrine-broken-'))
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

/** A root with the embedded model, damaged by `damage`. */
function rootWith(name: string, damage: (folder: string) => void): string {
  const root = path.join(temporary, name)
  const folder = path.join(root, 'public', 'models', 'primer-6m')
  mkdirSync(folder, { recursive: true })
  cpSync(EMBEDDED, folder, { recursive: true })
  damage(folder)
  return root
}

const NOTEBOOK = `---
vitrine: 1
title: Broken
---

\`\`\`graph sheet
beside: text@1
  value: undisturbed
model: model@1
prompt: text@1
  value: PROMPT
tokens: tokenizer@1
  text: prompt.text
  tokenizer: model.model
forward: forward@1
  model: model.model
  tokens: tokens.tokens
odds: odds@1
  logits: forward.logits
\`\`\`
`

async function statesIn(root: string, prompt = 'Once upon a time') {
  const opened = openHeadless(NOTEBOOK.replace('PROMPT', prompt), { root })
  try {
    const views = await opened.run()
    return (id: string) => views.get(id)!
  } finally {
    opened.dispose()
  }
}

/** Writes NaN (as float16) over the first weights behind the header. */
function poison(folder: string): void {
  const file = path.join(folder, 'model.safetensors')
  const bytes = readFileSync(file)
  const start = 8 + Number(bytes.readBigUInt64LE(0))
  for (let at = 0; at < 64; at += 2) bytes.writeUInt16LE(0x7e00, start + at)
  writeFileSync(file, bytes)
}

function shrinkTokenizer(folder: string): void {
  const file = path.join(folder, 'tokenizer.json')
  const tokenizer = JSON.parse(readFileSync(file, 'utf8')) as { model: { vocab: Record<string, number> } }
  tokenizer.model.vocab = { ...tokenizer.model.vocab, 'a-piece-the-model-has-no-row-for': 9000 }
  writeFileSync(file, JSON.stringify(tokenizer))
}

describe('a damaged model', () => {
  const cases: readonly (readonly [string, (folder: string) => void, RegExp])[] = [
    ['missing weights', (folder) => rmSync(path.join(folder, 'model.safetensors')), /model\.safetensors/],
    ['a truncated file', (folder) => truncateSync(path.join(folder, 'model.safetensors'), 9_100_000), /ends after 9\.1 of 11\.5 MB/],
    ['a tokenizer that does not match', shrinkTokenizer, /tokenizer/i],
    ['NaN in the weights', poison, /NaN|not a number/i],
  ]
  it.each(cases)('%s is a sentence on the model node', async (name, damage, sentence) => {
    const view = await statesIn(rootWith(name.replaceAll(' ', '-'), damage))
    expect(view('model').state).toBe('error')
    expect(view('model').error?.message).toMatch(sentence)
    expect(view('model').error?.message).toMatch(/\.$/)
    expect(view('tokens').state).toBe('blocked')
    expect(view('odds').state).toBe('blocked')
    expect(view('beside').state).toBe('fresh')
  })
})

describe('a prompt longer than the context', () => {
  it('is a sentence on the forward pass', async () => {
    const view = await statesIn(path.resolve(__dirname, '../..'), 'word '.repeat(700))
    expect(view('tokens').state).toBe('fresh')
    expect(view('forward').state).toBe('error')
    expect(view('forward').error?.message).toMatch(/512/)
    expect(view('odds').state).toBe('blocked')
  })
})
