/* Digests of files as they come in: SHA-256, or git's SHA-1 over the bytes and their length. */
import { sha1 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

export interface Checksum {
  add(bytes: Uint8Array): void
  /** As HubFile's digest is written. */
  finish(): string
}

/** Of the kind that `digest` is. */
export function checksumFor(digest: string, bytes: number): Checksum {
  const git = digest.startsWith('git:')
  const hash = git ? sha1.create().update(utf8ToBytes(`blob ${bytes}\0`)) : sha256.create()
  return {
    add: (part) => void hash.update(part),
    finish: () => `${git ? 'git' : 'sha256'}:${bytesToHex(hash.digest())}`,
  }
}
