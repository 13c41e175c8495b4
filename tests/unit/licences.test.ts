// Every installed or lockable package must be under a licence on this list; an unknown one fails until somebody has looked at it.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const anywhere = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'CC0-1.0', 'Unlicense', 'Python-2.0', 'BlueOak-1.0.0']

/** Licence → the packages that may come under it, and why. */
const named: Readonly<Record<string, { readonly packages: readonly RegExp[]; readonly why: string }>> = {
  'MPL-2.0': { packages: [/^axe-core$/, /^lightningcss(-.+)?$/], why: 'tools of the tests and of the build, unmodified, never shipped' },
  'EPL-2.0': { packages: [/^elkjs$/], why: 'unmodified, in a worker of its own' },
  'CC-BY-4.0': { packages: [/^caniuse-lite$/], why: 'data that the build reads' },
  'LGPL-3.0-or-later': { packages: [/^@img\/sharp-/], why: 'optional part of Next that a static export never loads' },
}

interface Entry {
  readonly license?: string
  readonly link?: boolean
  readonly optional?: boolean
}
const root = process.cwd()
const read = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Record<string, unknown>
const lock = read('package-lock.json').packages as Record<string, Entry>
const nameOf = (key: string) => key.slice(key.lastIndexOf('node_modules/') + 'node_modules/'.length)

function allowed(licence: string, name: string): boolean {
  return anywhere.includes(licence) || (named[licence]?.packages.some((pattern) => pattern.test(name)) ?? false)
}

/** SPDX: every part of an AND must be allowed, one part of an OR is enough. */
function accepts(expression: string, name: string): boolean {
  const bare = expression.replace(/^\(|\)$/g, '')
  return bare.split(' OR ').some((choice) => choice.split(' AND ').every((licence) => allowed(licence.trim(), name)))
}

describe('licences', () => {
  const packages = Object.entries(lock).filter(([key, entry]) => key !== '' && entry.link !== true)

  it('knows every package of the lock file', () => {
    expect(packages.length).toBeGreaterThan(100)
    const refused = packages.filter(([key, { license }]) => !accepts(license ?? 'none stated', nameOf(key)))
    expect(refused.map(([key, { license }]) => `${nameOf(key)}: ${license ?? 'none stated'}`)).toEqual([])
  })

  it('finds the same licence in the installed package as in the lock file', () => {
    const installed = packages.filter(([key]) => existsSync(path.join(root, key, 'package.json')))
    const different = installed.filter(([key, { license }]) => {
      const stated = read(`${key}/package.json`).license
      return typeof stated === 'string' && stated !== license
    })
    expect(installed.length).toBeGreaterThan(100)
    expect(different.map(([key]) => nameOf(key))).toEqual([])
  })

  it.each(['GPL-3.0-only', 'AGPL-3.0', 'SEE LICENSE IN LICENSE', 'none stated', 'MIT AND GPL-2.0', 'MPL-2.0'])(
    'refuses %s for an unknown package',
    (licence) => {
      expect(accepts(licence, 'some-package')).toBe(false)
    },
  )
  it('keeps the text of the licence and the credits', () => {
    expect(readFileSync(path.join(root, 'LICENSE'), 'utf8')).toContain('Version 2.0, January 2004')
    expect(readFileSync(path.join(root, 'NOTICE'), 'utf8')).toContain('TinyStories')
    expect(read('package.json').license).toBe('Apache-2.0')
  })
})
