// What the README tells a reader to type exists, and what it links to is there.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readText, root } from './files'

const readme = readText('README.md')
const manifest = JSON.parse(readText('package.json')) as { scripts: Record<string, string>; bin: Record<string, string> }
const found = (pattern: RegExp) => [...new Set([...readme.matchAll(pattern)].map((match) => match[1]!))]

describe('README', () => {
  const scripts = [...found(/npm run ([\w:-]+)/g), ...found(/npm (start|test)\b/g)]
  it.each(scripts)('npm script %s exists', (name) => {
    const file = manifest.scripts[name]?.split(' ').find((part) => part.startsWith('scripts/'))
    expect(manifest.scripts).toHaveProperty(name)
    if (file !== undefined) expect(existsSync(path.join(root, file))).toBe(true)
  })

  const verbs = found(/npx vitrine ([a-z]+)/g)
  it('shows the command line', () => expect(verbs.length).toBeGreaterThan(2))
  it.each(verbs)('vitrine %s answers --help', (verb) => {
    const done = spawnSync(process.execPath, [path.join(root, manifest.bin.vitrine!), verb, '--help'], { encoding: 'utf8' })
    expect(done.status, done.stderr).toBe(0)
    expect(done.stdout).toContain(verb)
  })

  const links = found(/\]\(([^)#\s]+)[^)]*\)/g).filter((link) => !/^[a-z]+:/.test(link))
  it.each(links)('%s is there', (link) => expect(existsSync(path.join(root, link))).toBe(true))

  const paths = found(/`((?:app|components|lib|notebooks|tests|public|scripts)\/[\w./-]*)`/g)
  it.each(paths)('%s is there', (name) => expect(existsSync(path.join(root, name))).toBe(true))
})
