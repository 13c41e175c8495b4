// What the page computes is what the terminal computes: the same hashes for the same file and seed.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../../../scripts/root.mjs'
import { runNode } from '../../../scripts/run-node.mjs'
import { address, choose, passQuestions, quiet, seeAll } from '../notebook.mjs'

// “Copy results” hands its text to the page instead of the machine's clipboard.
function catchCopy() {
  Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => void (globalThis.copied = text) } })
}

async function inPage(visit, id) {
  const page = await (await visit({ init: catchCopy })).open(address(id))
  return resultsOf(page)
}

async function resultsOf(page) {
  await page.waitForSelector('[data-node][data-state="fresh"]')
  await passQuestions(page)
  await seeAll(page)
  await quiet(page, 1000)
  await choose(page, 'This notebook', 'Copy results')
  await page.waitForFunction(() => globalThis.copied !== undefined)
  return JSON.parse(await page.evaluate(() => globalThis.copied))
}

async function inTerminal(file) {
  const done = await runNode([path.join(root, 'dist', 'vitrine.mjs'), 'run', file, '--format', 'json'])
  assert.equal(done.code, 0, done.stderr)
  return JSON.parse(done.stdout)
}

const hashes = ({ nodes }) =>
  Object.fromEntries(
    Object.entries(nodes).flatMap(([id, { outputs }]) => Object.entries(outputs ?? {}).map(([port, { hash }]) => [`${id}.${port}`, hash])),
  )

function compare(page, terminal, note) {
  const [ours, theirs] = [hashes(page), hashes(terminal)]
  const different = Object.keys(theirs).filter((name) => ours[name] !== theirs[name])
  note(`${Object.keys(theirs).length} values of ${page.notebook} compared by hash`)
  assert.ok(Object.keys(theirs).length >= 5)
  assert.deepEqual(different, [], `these values differ between page and terminal: ${different.join(', ')}`)
}

const journey = (id, title) => ({
  title,
  async travel({ visit, note }) {
    compare(await inPage(visit, id), await inTerminal(`notebooks/${id}.md`), note)
  },
})

/** The examples of all kinds as one notebook. */
async function everyKind() {
  const { build } = await import('esbuild')
  // Where packages are found that are left out of the bundle.
  const outfile = path.join(root, 'node_modules', '.cache', 'every-kind.mjs')
  const banner = { js: `import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);` }
  const entryPoints = [path.join(root, 'tests', 'every-kind.ts')]
  const external = ['onnxruntime-web', 'onnxruntime-web/*']
  await build({ entryPoints, bundle: true, platform: 'node', format: 'esm', outfile, banner, external, logLevel: 'error' })
  return (await import(pathToFileURL(outfile).href)).everyKind()
}

const everyKindTheSame = {
  title: 'every kind has the same values in page and terminal',
  async travel({ visit, note }) {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'vitrine-every-kind-'))
    try {
      const text = await everyKind()
      const file = path.join(folder, 'every-kind.md')
      writeFileSync(file, text)
      const page = await (await visit({ init: catchCopy })).open('/')
      await page.getByRole('link', { name: 'First light' }).first().waitFor()
      await page.locator('input[type="file"]').setInputFiles(file)
      await page.waitForURL(/\/notebook\/\?id=/)
      // What comes from outside is still until the viewer says Run.
      await page.getByLabel('Nothing has run yet').getByRole('button', { name: 'Run', exact: true }).click()
      const [ours, theirs] = [await resultsOf(page), await inTerminal(file)]
      assert.ok(Object.keys(theirs.nodes).length > 100)
      compare(ours, theirs, note)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

export const journeys = [
  journey('first-light', 'first light has the same values in page and terminal'),
  journey('sampling', 'sampling has the same values in page and terminal'),
  everyKindTheSame,
]
