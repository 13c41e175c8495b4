/* Parts of files from every source: a server with ranges and one without, a folder, memory, dropped files; and what ends too early. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FileSource } from '../types'
import { blobSource } from './blobs'
import { fileSource, folderSource } from './folder'
import { httpSource } from './http'
import { memorySource } from './memory'
import { readBytes, sizeOf } from './ranges'

const content = Uint8Array.from({ length: 400_000 }, (_, i) => (i * 7) % 253)
const folder = mkdtempSync(path.join(tmpdir(), 'vitrine-ranges-'))
writeFileSync(path.join(folder, 'x.bin'), content)
writeFileSync(path.join(folder, 'empty.bin'), '')

let server: Server
let requests = 0
beforeAll(async () => {
  server = createServer((request, response) => {
    requests++
    const [, mode, name] = request.url!.split('/')
    const whole = name === 'x.bin' ? content : name === 'empty.bin' ? new Uint8Array(0) : null
    if (!whole) return void response.writeHead(404).end()
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? []
    if (from === undefined || mode === 'plain') return void response.setHeader('content-length', whole.length).end(whole)
    const start = Number(from)
    if (start >= whole.length) return void response.writeHead(416).end()
    const end = Math.min(whole.length, Number(to) + 1) - (mode === 'short' && start > 0 ? 1 : 0)
    const total = mode === 'secretive' ? '*' : whole.length
    response.writeHead(206, { 'content-range': `bytes ${start}-${end - 1}/${total}`, 'content-length': end - start })
    response.end(whole.subarray(start, end))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})
const at = (mode: string): FileSource => httpSource(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${mode}`)

const files = { 'x.bin': content, 'empty.bin': '' }
const sources: [string, () => FileSource][] = [
  ['a server with ranges', () => at('ranges')],
  ['a server without', () => at('plain')],
  ['a folder', () => folderSource(folder)],
  ['memory', () => memorySource('memory', files)],
  ['dropped files', () => blobSource('dropped', [
        { path: 'x.bin', blob: new File([content], 'x.bin') },
        { path: 'empty.bin', blob: new File([], 'empty.bin') },
      ])],
  ['a source that reads whole files alone', () => ({ ...memorySource('whole', files), size: undefined, readRange: undefined }) as unknown as FileSource],
] // prettier-ignore

describe.each(sources)('%s', (_, make) => {
  test('size, head, middle, end', async () => {
    const source = make()
    expect(await sizeOf(source, 'x.bin')).toBe(400_000)
    expect(await sizeOf(source, 'empty.bin')).toBe(0)
    for (const [start, end] of [
      [0, 8],
      [0, 200_000],
      [150_000, 150_100],
      [399_990, 400_000],
      [5, 5],
    ] as const)
      // prettier-ignore
      expect(await readBytes(source, 'x.bin', start, end)).toEqual(content.subarray(start, end))
    await expect(sizeOf(source, 'absent.bin')).rejects.toMatchObject({ code: 'missing-file' })
  })
  test('what is given may be changed', async () => {
    const source = make()
    ;(await source.readRange?.('x.bin', 0, 8))?.fill(0)
    expect(await readBytes(source, 'x.bin', 0, 8)).toEqual(content.subarray(0, 8))
  })
})

test('a head costs one request, also where its size is asked', async () => {
  const source = at('ranges')
  requests = 0
  await readBytes(source, 'x.bin', 0, 8)
  await sizeOf(source, 'x.bin')
  await readBytes(source, 'x.bin', 8, 100_000)
  expect(requests).toBe(1)
})

test('too few bytes, and a server that keeps the size to itself', async () => {
  await expect(readBytes(at('short'), 'x.bin', 200_000, 300_000)).rejects.toThrow(
    'x.bin of short gave 100.0 of 100.0 kB from byte 200000 on.',
  )
  await expect(sizeOf(at('secretive'), 'x.bin')).rejects.toThrow('The server does not say how large x.bin is.')
})

test('a single file', async () => {
  const source = fileSource(path.join(folder, 'x.bin'))
  expect([source.name, source.only, await source.list()]).toEqual(['x', 'x.bin', ['x.bin']])
  expect(await readBytes(source, 'x.bin', 10, 20)).toEqual(content.subarray(10, 20))
})

test('an ONNX file in a folder of its own has its tokenizer above it', async () => {
  mkdirSync(path.join(folder, 'repository', 'onnx'), { recursive: true })
  writeFileSync(path.join(folder, 'repository', 'tokenizer.json'), '{}')
  writeFileSync(path.join(folder, 'repository', 'onnx', 'model.onnx'), 'x')
  const source = fileSource(path.join(folder, 'repository', 'onnx', 'model.onnx'))
  expect([source.name, source.only]).toEqual(['model', 'onnx/model.onnx'])
  expect((await source.read('tokenizer.json')).length).toBe(2)
  await expect(source.read('onnx/../../x.bin')).rejects.toMatchObject({ code: 'bad-file-name' })
  writeFileSync(path.join(folder, 'repository', 'onnx', 'tokenizer.json'), '{}')
  expect(fileSource(path.join(folder, 'repository', 'onnx', 'model.onnx')).only).toBe('model.onnx')
})
