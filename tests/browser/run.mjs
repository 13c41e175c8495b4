// Runs the journeys, each with visitors of its own: `node tests/browser/run.mjs [WORD …]` picks those whose name holds a word.
// A journey fails by throwing, or when its pages complained unseen (console, requests).
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { isMain } from '../../scripts/root.mjs'
import { openHouse } from './harness.mjs'

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), 'journeys')
const limit = 120_000

async function load(words) {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.mjs'))
    .sort()
  const modules = await Promise.all(files.map((name) => import(pathToFileURL(path.join(folder, name)).href)))
  const all = modules.flatMap((module, at) =>
    module.journeys.map((journey) => ({ ...journey, name: `${files[at].slice(0, -4)}: ${journey.title}` })),
  )
  return words.length === 0 ? all : all.filter(({ name }) => words.some((word) => name.includes(word)))
}

function withLimit(work) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it took longer than ${limit / 1000} s`)), limit)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

// A journey gets `visit(options)`, which opens a new visitor, and `note(text)`, which prints a measurement.
async function travel(house, journey) {
  const visitors = []
  const notes = []
  const visit = async (options) => {
    const visitor = await house.visitor(options)
    visitors.push(visitor)
    return visitor
  }
  try {
    await withLimit(journey.travel({ visit, house, note: (text) => notes.push(text) }))
    const complaints = visitors
      .flatMap((visitor) => visitor.complaints())
      .filter((text) => !journey.expects?.some((pattern) => pattern.test(text)))
    if (complaints.length > 0) throw new Error(complaints.join('\n'))
    return { notes }
  } catch (error) {
    const shot = await picture(visitors, journey.name)
    return { notes, error: `${error.message}${shot}` }
  } finally {
    await Promise.all(visitors.map(({ context }) => context.close().catch(() => undefined)))
  }
}

// VITRINE_SHOTS names a folder for a picture of each page that failed.
async function picture(visitors, name) {
  const to = process.env.VITRINE_SHOTS
  const page = visitors.at(-1)?.context.pages().at(-1)
  if (to === undefined || page === undefined) return ''
  const file = path.join(to, `${name.replaceAll(/[^a-z0-9]+/gi, '-')}.png`)
  await page.screenshot({ path: file }).catch(() => undefined)
  return `\n(picture: ${file})`
}

export async function runJourneys(words = []) {
  const journeys = await load(words)
  const house = await openHouse()
  const counts = { passed: 0, failed: 0, failures: [] }
  try {
    for (const journey of journeys) {
      const start = performance.now()
      const { notes, error } = await travel(house, journey)
      console.log(`  ${error === undefined ? '✓' : '✗'} ${journey.name} (${((performance.now() - start) / 1000).toFixed(1)} s)`)
      for (const note of notes) console.log(`      ${note}`)
      if (error === undefined) counts.passed += 1
      else {
        counts.failed += 1
        counts.failures.push(`${journey.name}\n${error}`)
      }
    }
  } finally {
    await house.close()
  }
  return counts
}

if (isMain(import.meta.url)) {
  const { passed, failed, failures } = await runJourneys(process.argv.slice(2))
  for (const failure of failures) console.log(`✗ ${failure}`)
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}
