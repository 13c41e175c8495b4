/*
 * One file for sharing: a zip with the notebook and the files beside it, each under the digest of its bytes. Nothing in it
 * names a place outside, and nothing is unpacked that is larger than it may be.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { strFromU8, strToU8, unzipSync, zipSync, type UnzipFileInfo } from 'fflate'
import { refuseSecrets } from '../notebook'

export interface Bundle {
  readonly source: string
  /** Files that the notebook names, and what its nodes last gave (`results.json`), by name. Names are keys, never paths. */
  readonly files: ReadonlyMap<string, Uint8Array>
}

/** A bundle that is not one, or is too large: a sentence. Nothing was kept of it. */
export class BundleRefused extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'BundleRefused'
  }
}

const NOTEBOOK = 'notebook.md'
const INDEX = 'bundle.json'
const BLOB = /^blobs\/([0-9a-f]{64})$/
const NAME = /^[\p{L}\p{N}_][\p{L}\p{N} ._-]{0,199}$/u

export const BUNDLE_LIMITS = {
  /** The zip itself. */
  packed: 128 * 1024 * 1024,
  /** One file, and all together, unpacked. */
  file: 256 * 1024 * 1024,
  all: 512 * 1024 * 1024,
  notebook: 16 * 1024 * 1024,
  files: 1000,
  /** A file may be this many times larger than packed; text packs to a twentieth, bombs to a thousandth. */
  ratio: 200,
} as const

/** The same notebook and files give the same bytes. */
export function writeBundle({ source, files }: Bundle): Uint8Array {
  refuseSecrets(source)
  const entries: Record<string, Uint8Array> = { [NOTEBOOK]: strToU8(source) }
  const names: Record<string, string> = {}
  for (const [name, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!NAME.test(name)) throw new BundleRefused(`A file called \`${name.slice(0, 60)}\` cannot go into a bundle.`)
    if (/\.(?:json|txt|csv|md|jsonl|html)$/i.test(name)) refuseSecrets(strFromU8(bytes))
    const digest = bytesToHex(sha256(bytes))
    entries[`blobs/${digest}`] = bytes
    names[name] = digest
  }
  entries[INDEX] = strToU8(`${JSON.stringify({ vitrine: 1, files: names }, null, 2)}\n`)
  // a fixed date in each header: no clock in what is shared
  return zipSync(entries, { level: 6, mtime: new Date(1980, 0, 1) })
}

export function readBundle(bytes: Uint8Array): Bundle {
  if (bytes.length > BUNDLE_LIMITS.packed)
    throw new BundleRefused(`The bundle has ${bytes.length} bytes; at most ${BUNDLE_LIMITS.packed} are read.`)
  const entries = unpacked(bytes)
  const notebook = entries[NOTEBOOK]
  if (!notebook) throw new BundleRefused('There is no `notebook.md` in this file, so it is not a bundle.')
  const files = new Map<string, Uint8Array>()
  for (const [name, digest] of Object.entries(readIndex(entries[INDEX]))) {
    const blob = entries[`blobs/${digest}`]
    if (!blob) throw new BundleRefused(`The bundle names \`${name}\` but does not hold it.`)
    files.set(name, blob)
  }
  return { source: asText(notebook), files }
}

function unpacked(bytes: Uint8Array): Record<string, Uint8Array> {
  const sum = { files: 0, bytes: 0 }
  let entries: Record<string, Uint8Array>
  try {
    entries = unzipSync(bytes, { filter: (info) => mayUnpack(info, sum) })
  } catch (error) {
    if (error instanceof BundleRefused) throw error
    throw new BundleRefused('This is not a zip file that can be read.')
  }
  for (const [name, blob] of Object.entries(entries)) {
    const digest = BLOB.exec(name)?.[1]
    if (digest !== undefined && bytesToHex(sha256(blob)) !== digest)
      throw new BundleRefused(`\`${name.slice(0, 30)}…\` in the bundle is not what its name says; it was changed or cut off.`)
  }
  return entries
}

/** Asked before a file takes any memory. */
function mayUnpack({ name, size, originalSize, compression }: UnzipFileInfo, sum: { files: number; bytes: number }): boolean {
  if (name !== NOTEBOOK && name !== INDEX && !BLOB.test(name))
    throw new BundleRefused(`The bundle holds \`${name.slice(0, 60)}\`; only its notebook and files under their digests belong in it.`)
  if (compression !== 0 && compression !== 8) throw new BundleRefused('The bundle is packed in a way that is not read here.')
  const limit = name === NOTEBOOK || name === INDEX ? BUNDLE_LIMITS.notebook : BUNDLE_LIMITS.file
  sum.files++
  sum.bytes += originalSize
  if (originalSize > limit || sum.bytes > BUNDLE_LIMITS.all || sum.files > BUNDLE_LIMITS.files)
    throw new BundleRefused('What is in the bundle is larger than may be unpacked.')
  if (originalSize > 1024 * 1024 && originalSize > size * BUNDLE_LIMITS.ratio)
    throw new BundleRefused('A file in the bundle says it is hundreds of times larger than its bytes; it is not unpacked.')
  return true
}

function readIndex(bytes: Uint8Array | undefined): Record<string, string> {
  if (!bytes) return {}
  let data: unknown
  try {
    data = JSON.parse(asText(bytes))
  } catch {
    throw new BundleRefused('The list of files in the bundle cannot be read.')
  }
  const files = typeof data === 'object' && data !== null && 'files' in data ? data.files : {}
  if (typeof files !== 'object' || files === null) throw new BundleRefused('The list of files in the bundle cannot be read.')
  const names = Object.create(null) as Record<string, string>
  for (const [name, digest] of Object.entries(files)) {
    if (!NAME.test(name) || typeof digest !== 'string' || !/^[0-9a-f]{64}$/.test(digest))
      throw new BundleRefused(`The bundle names a file \`${name.slice(0, 60)}\` in a way that is not allowed.`)
    names[name] = digest
  }
  return names
}
function asText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new BundleRefused('The notebook in the bundle is not a text in UTF-8.')
  }
}
