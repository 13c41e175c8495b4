import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { SecretInFile } from '../notebook'
import { BundleRefused, readBundle, writeBundle } from './bundle'

const SOURCE = '---\nvitrine: 1\ntitle: Bundle\n---\n\nWords.\n'
const files = new Map([
  ['results.json', strToU8('{"nodes": {}}')],
  ['table.csv', strToU8('a,b\n1,2\n')],
])
const MTIME = { mtime: new Date(1980, 0, 1) }

describe('a bundle', () => {
  test('gives back what went in, and the same bytes for the same', () => {
    const bytes = writeBundle({ source: SOURCE, files })
    const back = readBundle(bytes)
    expect(back.source).toBe(SOURCE)
    expect([...back.files].map(([name, data]) => [name, new TextDecoder().decode(data)])).toEqual([
      ['results.json', '{"nodes": {}}'],
      ['table.csv', 'a,b\n1,2\n'],
    ])
    expect(writeBundle({ source: SOURCE, files: new Map([...files].reverse()) })).toEqual(bytes)
  })
  test('never resolves outside itself', () => {
    for (const name of ['../up.md', '/abs/file', 'blobs/../../x', 'a\\b', 'c:x', 'notebook.md/../x', 'blobs/abc'])
      expect(() => readBundle(zipSync({ 'notebook.md': strToU8(SOURCE), [name]: strToU8('x') }, MTIME))).toThrow(BundleRefused)
    const index = JSON.stringify({ files: { '../x': 'a'.repeat(64) } })
    expect(() => readBundle(zipSync({ 'notebook.md': strToU8(SOURCE), 'bundle.json': strToU8(index) }, MTIME))).toThrow('not allowed')
    expect(() => writeBundle({ source: SOURCE, files: new Map([['../x', new Uint8Array()]]) })).toThrow(BundleRefused)
  })
  test('does not swallow bombs', () => {
    const bomb = zipSync({ 'notebook.md': strToU8(SOURCE), [`blobs/${'a'.repeat(64)}`]: new Uint8Array(8 * 1024 * 1024) }, MTIME)
    expect(bomb.length).toBeLessThan(20_000)
    expect(() => readBundle(bomb)).toThrow('hundreds of times larger')
    expect(() => readBundle(zipSync({ 'notebook.md': [new Uint8Array(17 * 1024 * 1024), { level: 0 }] }, MTIME))).toThrow(
      'larger than may be',
    )
    const many = Object.fromEntries(
      Array.from({ length: 1100 }, (_, at) => [`blobs/${at.toString(16).padStart(64, '0')}`, new Uint8Array(1)]),
    )
    expect(() => readBundle(zipSync({ 'notebook.md': strToU8(SOURCE), ...many }, MTIME))).toThrow('larger than may be')
  })
  test('minds what was changed, cut off, or is none', () => {
    const bytes = writeBundle({ source: SOURCE, files })
    expect(() => readBundle(bytes.slice(0, bytes.length - 30))).toThrow(BundleRefused)
    expect(() => readBundle(strToU8('PK not a zip'))).toThrow(BundleRefused)
    expect(() => readBundle(zipSync({ 'other.md': strToU8(SOURCE) }, MTIME))).toThrow(BundleRefused)
    expect(() => readBundle(zipSync({ 'notebook.md': strToU8(SOURCE), [`blobs/${'a'.repeat(64)}`]: strToU8('x') }, MTIME))).toThrow(
      'is not what its name says',
    )
    expect(() => readBundle(zipSync({ 'notebook.md': new Uint8Array([0xff, 0xfe]) }, MTIME))).toThrow('UTF-8')
  })
  test('holds no key', () => {
    const key = `sk-ant-${'a1B2'.repeat(10)}`
    expect(() => writeBundle({ source: `${SOURCE}\n${key}\n`, files })).toThrow(SecretInFile)
    expect(() => writeBundle({ source: SOURCE, files: new Map([['notes.txt', strToU8(key)]]) })).toThrow(SecretInFile)
  })
})
