/* The catalogue across a worker's messages, on a loopback hub; and the places that a model node's source may mean. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startHub, type HubServer } from '../../tests/hub-server'
import { Hub, memoryStore, type HubClock } from '../engine'
import { hostCatalogue, RemoteCatalogue, type CatalogueWorker, type FromCatalogue } from './catalogue-messages'
import { givenFiles } from './dropped-models'
import { LocalCatalogue, type FetchProgress } from './model-catalogue'
import { DroppedModels, hubPlaces, severalPlaces } from './model-places'

const content = Uint8Array.from({ length: 30_000 }, (_, i) => i % 250)
let server: HubServer
beforeAll(async () => {
  server = await startHub({ 'us/tiny': { 'tiny.gguf': content } })
})
afterAll(() => server.close())

const clock: HubClock = {
  now: () => performance.now(),
  after(ms, then) {
    const timer = setTimeout(then, ms)
    return () => clearTimeout(timer)
  },
}

function remote() {
  const store = memoryStore()
  const hubFor = (host: string) => new Hub({ store, clock, host })
  const start = (): CatalogueWorker => {
    // What structured clone cannot carry must not be sent.
    const worker: CatalogueWorker = { postMessage: (message) => hear(structuredClone(message)), onmessage: null }
    const post = (message: FromCatalogue): void => worker.onmessage?.({ data: structuredClone(message) })
    const own = { find: async () => null, names: async () => ['primer-6m'] }
    const hear = hostCatalogue((host) => new LocalCatalogue(hubFor(host), own), post)
    return worker
  }
  return { catalogue: new RemoteCatalogue(start, () => server.host), hub: hubFor(server.host) }
}

test('searched, offered, fetched with progress, listed, deleted', async () => {
  const { catalogue, hub } = remote()
  expect(await catalogue.list()).toMatchObject([{ source: 'primer-6m', from: 'embedded', deletable: false }])
  expect(await catalogue.search('tiny')).toMatchObject([{ id: 'us/tiny' }])
  expect(await catalogue.offer('hub:us/tiny')).toMatchObject({ bytes: 30_000, have: 0, license: 'apache-2.0' })
  const places = severalPlaces([hubPlaces(hub)])
  await expect(places.find('hub:us/tiny')).rejects.toMatchObject({ code: 'not-fetched', message: 'hub:us/tiny is not on this machine.' })
  const seen: FetchProgress[] = []
  const entry = await catalogue.fetch('hub:us/tiny', { progress: (progress) => seen.push(progress) })
  expect(entry).toMatchObject({ source: 'hub:us/tiny', from: 'hub', bytes: 30_000, deletable: true })
  expect(seen.at(-1)).toMatchObject({ share: 1, done: 30_000 })
  expect((await catalogue.list()).map(({ source }) => source)).toEqual(['primer-6m', 'hub:us/tiny'])
  expect(await (await places.find('hub:us/tiny'))!.read('tiny.gguf')).toEqual(content)
  expect(await catalogue.remove('hub:us/tiny')).toBe(30_000)
  await expect(catalogue.offer('hub:us/absent')).rejects.toMatchObject({ code: 'not-found', hint: 'Check owner, name and revision.' })
})

test('a fetch is stopped and goes on later', async () => {
  const { catalogue } = remote()
  server.behaviour.slow = { bytes: 5000, ms: 10 }
  const stop = new AbortController()
  const progress = ({ done }: FetchProgress): void => (done >= 10_000 ? stop.abort() : undefined)
  await expect(catalogue.fetch('hub:us/tiny', { signal: stop.signal, progress })).rejects.toThrow()
  delete server.behaviour.slow
  const { have } = await catalogue.offer('hub:us/tiny')
  expect(have).toBeGreaterThanOrEqual(10_000)
  expect(await catalogue.fetch('hub:us/tiny')).toMatchObject({ bytes: 30_000 })
})

test('dropped files', async () => {
  const dropped = new DroppedModels()
  await expect(dropped.find('tiny.gguf')).rejects.toMatchObject({ code: 'not-dropped' })
  const given = givenFiles([new File([content], 'tiny.gguf')])
  dropped.add(given.name, given.files)
  const source = (await dropped.find('tiny.gguf'))!
  expect([source.name, source.only]).toEqual(['tiny', 'tiny.gguf'])
  expect(await source.size!('tiny.gguf')).toBe(30_000)
  expect(await source.readRange!('tiny.gguf', 5, 8)).toEqual(content.slice(5, 8))
  expect(await dropped.find('primer-6m')).toBeNull()
  const within = (place: string) => Object.defineProperty(new File([], place.split('/').at(-1)!), 'webkitRelativePath', { value: place })
  const folder = givenFiles(['my model/config.json', 'my model/1_Pooling/config.json'].map(within))
  expect([folder.name, ...folder.files.map(({ path }) => path)]).toEqual(['my model', 'config.json', '1_Pooling/config.json'])
  expect(() => givenFiles([new File([], 'x.txt')])).toThrow('x.txt cannot be opened as a model.')
})
