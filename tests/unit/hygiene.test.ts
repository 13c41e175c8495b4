// What must never stand in the project: machines' paths, registries, loose versions, unfinished marks, switched-off checks.
// The patterns are put together from parts, so that this file does not find itself.
import { describe, expect, it } from 'vitest'
import { readText, textFiles } from './files'

const lines = (pattern: RegExp, files: readonly string[]) =>
  files.flatMap((name) =>
    readText(name)
      .split('\n')
      .flatMap((text, at) => (pattern.test(text) ? [`${name}:${at + 1}: ${text.trim().slice(0, 120)}`] : [])),
  )
const word = (...parts: string[]) => parts.join('')

const files = textFiles()
const written = files.filter((name) => !/^(package-lock\.json|LICENSE)$|^tests\/oracles\/|^public\/models\//.test(name))
const code = written.filter((name) => /\.(ts|tsx|mts|mjs|cjs|js|css)$/.test(name))

describe('the tree', () => {
  it('is seen whole', () => {
    expect(files).toContain('package.json')
    expect(files).toContain('.npmrc')
    expect(code.length).toBeGreaterThan(50)
  })
  it('names no machine’s paths', () => {
    const paths = new RegExp(
      `(^|[\\s'"\`(=])(/${word('ro', 'ot')}/|/${word('ho', 'me')}/|/${word('wo', 'rk')}/|/${word('Us', 'ers')}/|/${word('t', 'mp')}/|[A-Z]:\\\\)`,
    )
    expect(lines(paths, written)).toEqual([])
  })
  it('names no registry', () => {
    expect(
      lines(new RegExp(word('registry\\.', 'npmjs|regis', 'try=|resol', 'ved"')), ['package-lock.json', '.npmrc', 'package.json', ...code]),
    ).toEqual([])
  })
  it('leaves no mark of unfinished work', () => {
    expect(lines(new RegExp(`\\b(${word('TO', 'DO')}|${word('FIX', 'ME')}|${word('XX', 'X')}|${word('HA', 'CK')})\\b`), written)).toEqual(
      [],
    )
  })
  it('switches no check off', () => {
    const off = [word('oxlint-', 'disable'), word('eslint-', 'disable'), word('@ts-', 'ignore'), word('@ts-', 'nocheck')]
    expect(lines(new RegExp(off.join('|')), code)).toEqual([])
  })
  it('focuses no test', () => {
    expect(lines(new RegExp(`\\b(it|test|describe)\\.${word('on', 'ly')}\\b`), code)).toEqual([])
  })
  it('names the oracle folder in one file', () => {
    const pattern = new RegExp(word('shared/', 'oracles|VITRINE_', 'ORACLES'))
    expect([...new Set(lines(pattern, written).map((line) => line.split(':')[0]))]).toEqual(['tests/oracle-folder.ts'])
  })
  it('draws chance from the seeded generator alone', () => {
    const chance = lines(new RegExp(word('Math\\.', 'random\\(')), code).filter((line) => !line.startsWith('tests/'))
    expect(chance).toEqual([])
  })
})

describe('package.json', () => {
  const manifest = JSON.parse(readText('package.json')) as Record<string, Record<string, string>>
  it('pins exact versions', () => {
    const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
  })
  it('has scripts without shell syntax', () => {
    const odd = Object.entries(manifest.scripts!).filter(([, text]) => /[&|;<>$*'"`%]|^[A-Z_]+=|\.sh\b/.test(text))
    expect(odd).toEqual([])
  })
  it('agrees with the lock file', () => {
    const lock = JSON.parse(readText('package-lock.json')) as { packages: Record<string, Record<string, Record<string, string>>> }
    expect(lock.packages['']!.dependencies).toEqual(manifest.dependencies)
    expect(lock.packages['']!.devDependencies).toEqual(manifest.devDependencies)
  })
})
