// kill -9 at random moments while a process edits a notebook: no committed command is lost, and the file is never half-written.
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { afterAll, expect, test } from 'vitest'
import { planOf, parseNotebook } from '../../../lib/notebook'
import { kindLookup } from '../../../lib/nodes/lookup'
import { FolderStore } from '../../../lib/storage/folder'

const root = await mkdtemp(path.join(os.tmpdir(), 'vitrine-kill-'))
afterAll(() => rm(root, { recursive: true, force: true }))
/** All hundred in `npm run prove`; a few of the same seed in `npm test`. */
const MOMENTS = process.env['VITRINE_FUZZ'] === undefined ? 4 : 100
const START = `---\nvitrine: 1\ntitle: Kill\n---\n\n${'Words that take their time to be written. '.repeat(2000)}\n\n\`\`\`graph main\ncount: number@1\n\`\`\`\n`

function moments(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return (state >>> 8) / 2 ** 24
  }
}

/** What it said before it was killed, `after` milliseconds from its first word on. */
function untilKilled(script: string, folder: string, after: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, folder, 'kill'], { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    let armed = false
    child.stdout.setEncoding('utf8')
    child.stdout.on('data', (text: string) => {
      said += text
      if (!armed) setTimeout(() => child.kill('SIGKILL'), after)
      armed = true
    })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (signal !== 'SIGKILL') reject(new Error(`The script ended by itself with ${code}.`))
      else resolve(Number(said.trim().split('\n').at(-1) ?? 0))
    })
  })
}

test(
  `${MOMENTS} times, no committed command is lost`,
  async () => {
    const script = path.join(root, 'script.mjs')
    await build({
      entryPoints: [path.join(import.meta.dirname, 'script.ts')],
      outfile: script,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
      external: ['onnxruntime-web'],
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)" },
    })
    const next = moments(7)
    for (let moment = 0; moment < MOMENTS; moment++) {
      const folder = path.join(root, `store-${moment}`)
      await mkdir(folder)
      const first = await new FolderStore(folder, () => 0).save('kill', START, 0)
      expect(first.ok).toBe(true)
      const committed = await untilKilled(script, folder, next() * 60)
      const source = await readFile(path.join(folder, 'kill.md'), 'utf8')
      const notebook = parseNotebook(source, kindLookup)
      expect(notebook.problems).toEqual([])
      const count = planOf(notebook).graph.get('count')?.params['value'] as number
      expect(source.replace(/ {2}value: \d+\n/, '')).toBe(START)
      // one more may have been on its way
      expect([committed, committed + 1]).toContain(count)
      const store = new FolderStore(folder, () => 0)
      const versions = await store.versions('kill')
      expect(versions.at(-1)?.labels).toEqual([`Count ${count}`])
      expect(await store.versionSource('kill', 1)).toBe(START)
    }
  },
  MOMENTS * 20_000,
)
