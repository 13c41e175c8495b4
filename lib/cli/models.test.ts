/* Models of a hub in the terminal: searched, offered, fetched, opened without it, deleted. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startHub, type HubServer } from '../../tests/hub-server'
import { vitrine } from '../../tests/terminal'

const read = (file: string) => new Uint8Array(readFileSync(`public/models/primer-6m/${file}`))
const names = ['config.json', 'generation_config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json']
const folder = mkdtempSync(path.join(tmpdir(), 'vitrine-cache-'))
let hub: HubServer

beforeAll(async () => {
  hub = await startHub({ 'us/primer': Object.fromEntries(names.map((name) => [name, read(name)])) })
  process.env['VITRINE_CACHE'] = folder
  process.env['VITRINE_HUB'] = hub.host
})
afterAll(async () => {
  delete process.env['VITRINE_CACHE']
  delete process.env['VITRINE_HUB']
  rmSync(folder, { recursive: true, force: true })
  await hub.close()
})

test('nothing is asked of the hub before someone says so', async () => {
  expect((await vitrine(['models'])).out).toContain('primer-6m')
  const refused = await vitrine(['trace', 'hub:us/primer', '--ids', '1'])
  expect(refused).toMatchObject({ code: 2 })
  expect(refused.err).toContain('hub:us/primer is not on this machine. vitrine models --fetch hub:us/primer')
  expect(hub.requests).toEqual([])
})

test('searched, offered, fetched, opened offline, deleted', async () => {
  expect((await vitrine(['models', '--search', 'primer'])).out).toBe('hub:us/primer  1000 downloads\n')
  expect((await vitrine(['models', '--offer', 'hub:us/primer'])).out).toContain('hub:us/primer: 11.8 MB, apache-2.0\n')
  expect((await vitrine(['models', '--fetch', 'hub:us/primer'])).out).toBe('hub:us/primer is here: 11.8 MB.\n')
  await hub.close()
  expect((await vitrine(['models'])).out).toContain('hub:us/primer  11.8 MB  127.0.0.1')
  const ids = ['--ids', '1,2,3', '--backend', 'reference', '--format', 'json']
  const [fetched, own] = [await vitrine(['trace', 'hub:us/primer', ...ids]), await vitrine(['trace', 'primer-6m', ...ids])]
  const logits = ({ out }: { out: string }): unknown => (JSON.parse(out) as { tensors: unknown }).tensors
  expect(logits(fetched)).toEqual(logits(own))
  expect((await vitrine(['models', '--remove', 'hub:us/primer'])).out).toBe('hub:us/primer is deleted; 11.8 MB are free again.\n')
  expect((await vitrine(['models', '--fetch', 'hub:us/primer'])).err).toContain('cannot be reached')
})
