// Says whether the built pages still belong to the sources: one hash over everything that goes into a build.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './root.mjs'

const parts = [
  'app',
  'components',
  'lib',
  'notebooks',
  'public',
  'scripts',
  'next.config.js',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
]

// Made by the build itself, or no part of what it makes.
const skipped = ['public/ort', 'public/notebooks', 'public/help', 'public/models/sentence-encoder']
const isTest = (name) => /\.test\.tsx?$/.test(name)

function filesUnder(name) {
  const full = path.join(root, name)
  if (!existsSync(full) || skipped.includes(name)) return []
  if (!statSync(full).isDirectory()) return isTest(name) ? [] : [name]
  return readdirSync(full)
    .sort()
    .flatMap((child) => filesUnder(`${name}/${child}`))
}

/** A hash of the names and bytes of sources, notebooks, model files and the lock file. */
export function fingerprint() {
  const hash = createHash('sha256').update(process.version.split('.')[0])
  for (const name of parts.flatMap(filesUnder)) {
    const bytes = readFileSync(path.join(root, name))
    hash.update(`${name}\0${bytes.length}\0`).update(bytes)
  }
  return hash.digest('hex')
}

export const outFolder = path.join(root, 'out')
const mark = path.join(outFolder, '.fingerprint')

/** Why a build is needed, in words, or null when the pages are up to date. */
export function reasonToBuild() {
  if (!existsSync(path.join(outFolder, 'index.html')) || !existsSync(mark)) return 'There are no built pages yet.'
  if (readFileSync(mark, 'utf8') !== fingerprint()) return 'Sources, notebooks, model files or dependencies changed since the last build.'
  return null
}

export function writeMark(text) {
  writeFileSync(mark, text)
}
