/* The command as it is started: help at once, exit codes, JSON alone on stdout. */
import { execFile } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { main, verbs } from './main'
import table from './verbs.json'

const run = (args: readonly string[]): Promise<{ code: number; out: string; err: string; ms: number }> =>
  new Promise((resolve) => {
    const started = performance.now()
    const child = execFile(process.execPath, ['scripts/vitrine.mjs', ...args], (error, out, err) => {
      const code = typeof error?.code === 'number' ? error.code : error ? 1 : 0
      resolve({ code, out, err, ms: performance.now() - started })
    })
    child.stdin?.end()
  })

describe('vitrine', () => {
  test('help names every verb and is there at once', async () => {
    let best = Infinity
    // Other work on the machine is not its fault: one try in time is enough.
    for (let tries = 0; tries < 20 && best >= 300; tries++) {
      const said = await run(['--help'])
      best = Math.min(best, said.ms)
      expect(said).toMatchObject({ code: 0, err: '' })
      for (const { name, summary } of table) expect(said.out).toMatch(new RegExp(`^ {2}${name} +${summary.slice(0, 20)}`, 'm'))
    }
    expect(best).toBeLessThan(300)
  })

  test('every verb that help names is there', () => {
    expect(table.map(({ name }) => name).filter((name) => !Object.hasOwn(verbs, name))).toEqual([])
  })

  test.each(table.map(({ name, usage }) => [name, usage] as const))('vitrine %s --help', async (name, usage) => {
    const { code, out } = await run([name, '--help'])
    expect(code).toBe(0)
    expect(out.startsWith(`vitrine ${usage}\n`)).toBe(true)
  })

  test('a verb that is none', async () => {
    expect(await run(['nonsense', '--help'])).toMatchObject({ code: 2, out: '' })
    const said: string[] = []
    const around = { out: () => {}, err: (text: string) => void said.push(text), input: async () => '', folder: '.', now: () => 0 }
    expect(await main(['nonsense'], around)).toBe(2)
    expect(said.join('')).toContain('there is no verb “nonsense”')
  })

  test('JSON alone on stdout, from the bundle', async () => {
    const { code, out } = await run(['models', '--format', 'json'])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toBeInstanceOf(Array)
  })
})
