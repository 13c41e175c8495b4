/* Sources: a folder, memory, and a server that misbehaves. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { folderSource } from './folder'
import { httpSource } from './http'
import { memorySource } from './memory'

let server: Server
let base = ''

beforeAll(async () => {
  server = createServer((request, response) => {
    const name = request.url!.split('/').at(-1)
    if (name === 'config.json') response.setHeader('content-length', 2).end(request.method === 'HEAD' ? undefined : '{}')
    else if (name === 'page.json') response.setHeader('content-type', 'text/html; charset=utf-8').end('<html>')
    else if (name === 'broken.bin') {
      response.writeHead(200, { 'content-length': '3000000' }).write(new Uint8Array(1000000))
      setTimeout(() => response.destroy(), 50)
    } else if (name === 'angry.bin') response.writeHead(503).end()
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/models/tiny`
})
afterAll(() => server.close())

describe('http', () => {
  test('reads with progress and is named after its folder', async () => {
    const source = httpSource(base)
    const seen: unknown[] = []
    expect(new TextDecoder().decode(await source.read('config.json', (done, total) => seen.push([done, total])))).toBe('{}')
    expect(seen).toEqual([[2, 2]])
    expect(source.name).toBe('tiny')
    expect(await source.list()).toEqual(['config.json'])
  })
  test.each([
    ['absent.json', 'tiny has no file absent.json.'],
    ['page.json', 'tiny has no file page.json.'],
    ['angry.bin', 'angry.bin of tiny cannot be read: the server answers 503.'],
  ])('%s', async (file, sentence) => expect(httpSource(base).read(file)).rejects.toThrow(sentence))
  test('a connection that breaks off', () =>
    expect(httpSource(`${base}/`).read('broken.bin')).rejects.toThrow(/Reading broken.bin broke off after \d\.\d of 3\.0 MB/))
  test('nobody there', () =>
    expect(httpSource('http://127.0.0.1:9/x').read('config.json')).rejects.toThrow(
      'x cannot be reached at http://127.0.0.1:9/x/config.json',
    ))
})

test('a folder', async () => {
  const source = folderSource('public/models/primer-6m')
  expect(source.name).toBe('primer-6m')
  expect(await source.list()).toContain('model.safetensors')
  expect((await source.read('config.json')).length).toBeGreaterThan(100)
  await expect(source.read('absent.bin')).rejects.toThrow('primer-6m has no file absent.bin.')
  await expect(source.read('../config.json')).rejects.toThrow('../config.json is not the name of a file in primer-6m.')
})

test('memory', async () => {
  const source = memorySource('dropped', { a: 'x' })
  expect(await source.read('a')).toEqual(Uint8Array.of(120))
  await expect(source.read('toString')).rejects.toThrow('dropped has no file toString.')
})
