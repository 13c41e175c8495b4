// What the page computes is what the terminal computes: the same hashes for the same file and seed.
import assert from 'node:assert/strict'
import path from 'node:path'
import { root } from '../../../scripts/root.mjs'
import { runNode } from '../../../scripts/run-node.mjs'
import { address, choose, passQuestions, quiet, seeAll } from '../notebook.mjs'

// “Copy results” hands its text to the page instead of the machine's clipboard.
function catchCopy() {
  Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => void (globalThis.copied = text) } })
}

async function inPage(visit, id) {
  const page = await (await visit({ init: catchCopy })).open(address(id))
  await page.waitForSelector('[data-node][data-state="fresh"]')
  await passQuestions(page)
  await seeAll(page)
  await quiet(page, 1000)
  await choose(page, 'This notebook', 'Copy results')
  await page.waitForFunction(() => globalThis.copied !== undefined)
  return JSON.parse(await page.evaluate(() => globalThis.copied))
}

async function inTerminal(id) {
  const done = await runNode([path.join(root, 'dist', 'vitrine.mjs'), 'run', `notebooks/${id}.md`, '--format', 'json'])
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
    compare(await inPage(visit, id), await inTerminal(id), note)
  },
})

export const journeys = [
  journey('first-light', 'first light has the same values in page and terminal'),
  journey('sampling', 'sampling has the same values in page and terminal'),
]
