// The finder of a browser: what it prints is one executable, CHROME_PATH comes first, and a wrong one is an error.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const file = path.join(process.cwd(), 'scripts', 'chromium.mjs')
const find = (env: Record<string, string>) => spawnSync(process.execPath, [file], { env: { ...process.env, ...env }, encoding: 'utf8' })
const carried = process.platform === 'linux' && process.arch === 'x64' && existsSync('node_modules/@sparticuz/chromium')

describe('node scripts/chromium.mjs', () => {
  it('prefers CHROME_PATH', () => {
    const done = find({ CHROME_PATH: process.execPath })
    expect(done.stdout).toBe(`${process.execPath}\n`)
  })
  it('says that CHROME_PATH is wrong', () => {
    const done = find({ CHROME_PATH: path.join(process.cwd(), 'no-such-browser') })
    expect(done.status).not.toBe(0)
    expect(done.stderr).toContain('which does not exist')
  })
  it.skipIf(!carried)('unpacks the carried browser where the system has none', () => {
    const done = find({ CHROME_PATH: '' })
    const found = done.stdout.trim()
    expect(done.status, done.stderr).toBe(0)
    accessSync(found, constants.X_OK)
    expect(spawnSync(found, ['--version'], { encoding: 'utf8' }).stdout).toMatch(/\d+\.\d+\.\d+/)
  })
})
