/* A hub on the loopback address that breaks off, lies, is slow and refuses; two kinds of store; and no network afterwards. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startHub, type HubServer } from '../../../tests/hub-server'
import { loadModel } from '../load-model'
import { folderStore } from './folder-store'
import { Hub, memoryStore, progressWords, readReference, type HubClock, type HubProgress, type HubStore } from '.'

const large = Uint8Array.from({ length: 50_000 }, (_, i) => (i * 31) % 251)
const read = (file: string) => new Uint8Array(readFileSync(`public/models/primer-6m/${file}`))
const primer = Object.fromEntries(
  ['config.json', 'generation_config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json'].map((name) => [
    name,
    read(name),
  ]),
)

let server: HubServer
beforeAll(async () => {
  server = await startHub({
    'tiny/gguf': { 'README.md': 'hello', 'tiny.gguf': large },
    'tiny/several': { 'a.Q4_0.gguf': large, 'b.Q8_0.gguf': large.slice(1), 'folder/c.gguf': large.slice(2) },
    'tiny/pickle': { 'config.json': '{}', 'pytorch_model.bin': large },
    'tiny/primer': { ...primer, 'README.md': 'hello', 'pytorch_model.bin': large },
  })
})
afterAll(() => server.close())
beforeEach(() => {
  for (const key of Object.keys(server.behaviour)) delete server.behaviour[key as keyof typeof server.behaviour]
  server.requests.length = 0
})

/** Waits no longer than it must: pauses end at once, silence after 200 ms. */
const waited: number[] = []
const clock: HubClock = {
  now: () => performance.now(),
  after(ms, then) {
    const silence = ms === 30_000
    if (!silence) waited.push(ms)
    const timer = setTimeout(then, silence ? 200 : 1)
    return () => clearTimeout(timer)
  },
}

const folder = mkdtempSync(path.join(tmpdir(), 'vitrine-hub-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let count = 0
const stores: [string, () => HubStore][] = [
  ['memory', () => memoryStore()],
  ['folder', () => folderStore(path.join(folder, String(count++)))],
]
const hubOn = (store: HubStore, more: { token?: string; host?: string } = {}) => new Hub({ store, clock, host: server.host, ...more })

test('references', () => {
  expect(readReference('hub:a/b')).toEqual({ id: 'a/b', revision: 'main' })
  expect(readReference('hub:a/b@refs/pr/1#x/y.gguf')).toEqual({ id: 'a/b', revision: 'refs/pr/1', file: 'x/y.gguf' })
  for (const bad of ['hub:a', 'hub:a/b/c', 'hub:../b', 'hub:a/b@../x', 'hub:a/b#../x', 'hub:a/b?x', `hub:a/${'b'.repeat(500)}`])
    expect(() => readReference(bad), bad).toThrow('does not name a model on the hub.')
})

test('searched, asked, and nothing taken', async () => {
  const hub = hubOn(memoryStore())
  expect((await hub.search('gguf')).map(({ id }) => id)).toEqual(['tiny/gguf'])
  expect(await hub.offer('hub:tiny/gguf')).toMatchObject({
    bytes: large.length,
    have: 0,
    model: { license: 'apache-2.0', gated: false },
    files: [{ name: 'tiny.gguf' }],
  })
  expect(server.requests.some((request) => request.includes('/resolve/'))).toBe(false)
  expect(await hub.kept()).toEqual([])
})

describe.each(stores)('into %s', (_, make) => {
  test('fetched, listed, read by ranges, deleted; offline in between', async () => {
    const store = make()
    const seen: HubProgress[] = []
    const kept = await hubOn(store).fetch('hub:tiny/gguf', { progress: (progress) => seen.push(progress) })
    expect(kept).toMatchObject({ source: 'hub:tiny/gguf', bytes: large.length, id: 'tiny/gguf' })
    expect(seen.at(-1)).toMatchObject({ done: large.length, total: large.length, file: 'tiny.gguf' })
    const offline = new Hub({ store, clock, host: 'http://127.0.0.1:9' })
    expect(await offline.kept()).toEqual([kept])
    const source = (await offline.source('hub:tiny/gguf'))!
    expect(await source.list()).toEqual(['tiny.gguf'])
    expect(await source.readRange!('tiny.gguf', 100, 110)).toEqual(large.slice(100, 110))
    expect(await source.read('tiny.gguf')).toEqual(large)
    expect(await offline.source('hub:tiny/several')).toBeNull()
    expect(await offline.remove('hub:tiny/gguf')).toBe(large.length)
    expect(await offline.kept()).toEqual([])
    expect(await store.blobs()).toEqual([])
  })

  test('a connection that breaks off goes on where it was', async () => {
    server.behaviour.breakAfter = 9000
    const store = make()
    await hubOn(store).fetch('hub:tiny/gguf')
    const ranges = server.requests.filter((request) => request.includes('/resolve/')).map((request) => request.split(' ')[2])
    // A broken connection may lose its last bytes on the way: each attempt begins where the bytes that came ended.
    const starts = ranges.slice(1).map((range) => Number(/^bytes=(\d+)-$/.exec(range!)![1]))
    expect(ranges[0]).toBeUndefined()
    expect(starts.length).toBeGreaterThanOrEqual(5)
    expect(starts.toSorted((a, b) => a - b)).toEqual(starts)
    expect(starts.at(-1)).toBeGreaterThanOrEqual(large.length - 9000)
    expect(await (await hubOn(store).source('hub:tiny/gguf'))!.read('tiny.gguf')).toEqual(large)
  })

  test('a later attempt goes on, also where the server knows no ranges', async () => {
    server.behaviour.breakAfter = 0
    const store = make()
    await expect(hubOn(store).fetch('hub:tiny/gguf')).rejects.toThrow(/tiny\.gguf from http.* broke off after 0\.0 of 50\.0 kB/)
    server.behaviour.breakAfter = 20_000
    const stop = new AbortController()
    const onBytes = ({ done }: HubProgress) => done >= 20_000 && stop.abort(new Error('stopped'))
    await expect(hubOn(store).fetch('hub:tiny/gguf', { signal: stop.signal, progress: onBytes })).rejects.toThrow('stopped')
    expect(await hubOn(store).offer('hub:tiny/gguf')).toMatchObject({ have: expect.any(Number) })
    delete server.behaviour.breakAfter
    server.behaviour.noRanges = true
    await hubOn(store).fetch('hub:tiny/gguf')
    expect(await (await hubOn(store).source('hub:tiny/gguf'))!.read('tiny.gguf')).toEqual(large)
  })

  test('wrong bytes are thrown away', async () => {
    server.behaviour.wrongByte = true
    const store = make()
    await expect(hubOn(store).fetch('hub:tiny/gguf')).rejects.toThrow('tiny.gguf came with other bytes than the hub announced')
    expect(await store.blobs()).toEqual([])
    expect(await hubOn(store).source('hub:tiny/gguf')).toBeNull()
  })

  test('what two models share stays when one goes', async () => {
    const store = make()
    const hub = hubOn(store)
    await hub.fetch('hub:tiny/several#a.Q4_0.gguf')
    await hub.fetch('hub:tiny/gguf')
    expect((await store.blobs()).length).toBe(1)
    expect(await hub.remove('hub:tiny/gguf')).toBe(0)
    expect(await (await hub.source('hub:tiny/several#a.Q4_0.gguf'))!.read('a.Q4_0.gguf')).toEqual(large)
  })

  test('a model in safetensors opens from what was fetched', async () => {
    const store = make()
    const kept = await hubOn(store).fetch('hub:tiny/primer')
    expect(kept.files.map(({ name }) => name).sort()).toEqual(Object.keys(primer).sort())
    const source = (await new Hub({ store, clock, host: 'http://127.0.0.1:9' }).source('hub:tiny/primer'))!
    const { model } = await loadModel(source, { backend: 'reference' })
    expect(model).toMatchObject({ name: 'tiny/primer', parameters: 5770496 })
  })
})

test('slow bytes come with their speed and the time left', async () => {
  server.behaviour.slow = { bytes: 10_000, ms: 20 }
  const seen: HubProgress[] = []
  await hubOn(memoryStore()).fetch('hub:tiny/gguf', { progress: (progress) => seen.push(progress) })
  const middle = seen.find(({ done }) => done > 10_000 && done < large.length)!
  expect(middle.bytesPerSecond).toBeGreaterThan(0)
  expect(progressWords(middle)).toMatch(/^\d+\.\d of 50\.0 kB, .+\/s, \d+ s left$/)
})

test('a hub that falls silent is given up', async () => {
  server.behaviour.silent = true
  await expect(hubOn(memoryStore()).fetch('hub:tiny/gguf')).rejects.toThrow('nothing came for 30 seconds')
})

describe('refusals', () => {
  const cases: [string, number, string][] = [
    ['hub:tiny/absent', 0, 'has no model tiny/absent at main.'],
    ['hub:tiny/gguf#other.gguf', 0, 'tiny/gguf has no file other.gguf.'],
    ['hub:tiny/several', 0, 'tiny/several holds 3 GGUF models: a.Q4_0.gguf (50.0 kB)'],
    ['hub:tiny/pickle', 0, 'tiny/pickle holds no model that can be read'],
    ['hub:tiny/gguf', 401, 'does not give model tiny/gguf at main to everybody (it answers 401).'],
    ['hub:tiny/gguf', 500, 'answers 500 when asked for model tiny/gguf at main.'],
  ]
  test.each(cases)('%s with %i', async (source, status, sentence) => {
    if (status > 0) server.behaviour.refuse = { status, times: 9 }
    await expect(hubOn(memoryStore()).fetch(source)).rejects.toThrow(sentence)
  })
  test('nobody there', () =>
    expect(hubOn(memoryStore(), { host: 'http://127.0.0.1:9' }).fetch('hub:tiny/gguf')).rejects.toThrow(
      'The hub at http://127.0.0.1:9 cannot be reached',
    ))
  test('no room', () =>
    expect(hubOn(memoryStore(1000)).fetch('hub:tiny/gguf')).rejects.toThrow('needs 50.0 kB more, and there is room for 1000 bytes here.'))
  test('a token opens what is closed', async () => {
    server.behaviour.token = 'secret'
    await expect(hubOn(memoryStore()).offer('hub:tiny/gguf')).rejects.toThrow('answers 401')
    expect(await hubOn(memoryStore(), { token: 'secret' }).fetch('hub:tiny/gguf')).toMatchObject({ bytes: large.length })
  })
})

test('too many requests: it waits as long as it is asked to', async () => {
  const hub = hubOn(memoryStore())
  const realFetch = globalThis.fetch
  let first = true
  globalThis.fetch = async (url, init) => {
    if (first && String(url).includes('/resolve/')) {
      first = false
      server.behaviour.refuse = { status: 429, times: 2, retryAfter: 7 }
    }
    return realFetch(url, init)
  }
  try {
    waited.length = 0
    await hub.fetch('hub:tiny/gguf')
    expect(waited).toEqual([7000, 7000])
  } finally {
    globalThis.fetch = realFetch
  }
})

test('keys never leave the folder, broken-off rests are tidied', async () => {
  const place = path.join(folder, 'keys')
  const store = folderStore(place)
  await expect(store.blob('../x')).rejects.toThrow('is no key')
  server.behaviour.breakAfter = 0
  await expect(hubOn(store).fetch('hub:tiny/gguf')).rejects.toThrow('broke off')
  expect(readdirSync(path.join(place, 'blobs')).length).toBe(1)
  await hubOn(store).tidy()
  expect(readdirSync(path.join(place, 'blobs'))).toEqual([])
})
