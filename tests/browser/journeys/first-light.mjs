// The tour's notebook: alive in three seconds, follows the typist, never blocks the page.
// Times are wall times, and other programs of the machine are in them: a measurement over its budget is taken again, up to
// three times, every one is printed, and the best counts. Where the machine is busier than it has cores, the typing task is
// judged by its processor time instead, which others cannot lengthen, and opening may take up to twice as long; both are said.
import assert from 'node:assert/strict'
import os from 'node:os'
import { longestTaskWork, longTasks, now } from '../harness.mjs'
import { address, field, freshNodes, node, panel, quiet, typeAtEnd, typed, until, words } from '../notebook.mjs'

const id = 'first-light'
// Tasks under 50 ms are not listed by the browser.
const longest = (tasks) => tasks[0]?.duration ?? 0

// The first visit of a fresh server compiles and reads files; what is promised is the next.
async function warmVisit(visit) {
  const page = await (await visit()).open(address(id))
  await page.waitForSelector('[data-kind="odds"][data-state="fresh"]', { timeout: 60_000 })
  await quiet(page)
  await page.close()
}

async function openAlive(visit) {
  const page = await (await visit()).open(address(id))
  await until(page, 'odds', 'fresh')
  await quiet(page)
  return page
}

/** Programs that want a core, for each core. */
const crowd = () => os.loadavg()[0] / os.availableParallelism()

async function bestOf(note, budgets, measure, excuse) {
  const measurements = []
  const over = (measured, leeway = 1) => Object.entries(budgets).filter(([what, most]) => measured[what] > most * leeway)
  while (measurements.length < 3) {
    const measured = await measure()
    note(
      Object.entries(measured)
        .map(([what, ms]) => `${what} ${Math.round(ms)} ms`)
        .join(', '),
    )
    if (over(measured).length === 0) return
    measurements.push(measured)
  }
  if (crowd() > 1) {
    note(`the machine has ${crowd().toFixed(1)} programs at work for each core`)
    if (await excuse((leeway) => measurements.some((measured) => over(measured, leeway).length === 0))) return
  }
  const [last] = measurements.slice(-1)
  assert.fail(
    `over budget in all three measurements: ${
      over(last)
        .map(([what, most]) => `${what} ${Math.round(last[what])} ms, promised ${most} ms`)
        .join('; ') || 'each time another one'
    }`,
  )
}

const seen = async (page) => ({
  tokens: await words(panel(page, 'tokens', 'tokens')),
  odds: await words(panel(page, 'odds', 'distribution')),
  map: await words(node(page, 'attention')),
})
const tokensSay = (page, piece) =>
  page.waitForFunction((text) => document.querySelector('[data-node="tokens"] [data-panel="tokens"]')?.innerText.includes(text), piece)
const oddsChange = (page, old) =>
  page.waitForFunction(
    (before) => document.querySelector('[data-node="odds"] [data-panel="distribution"]')?.innerText.replace(/\s+/g, ' ').trim() !== before,
    old,
  )

const firstOdds = 'first odds on screen after'
const fiveFresh = 'five nodes fresh after'
const openingTask = 'longest task while opening'
const aliveTask = 'longest task from alive to quiet'

async function measureOpening(visit) {
  const visitor = await visit()
  const page = await visitor.open(address(id))
  await page.waitForSelector('[data-kind="odds"][data-state="fresh"] [data-panel="distribution"]', { timeout: 60_000 })
  const alive = await now(page)
  await freshNodes(page, 5)
  const five = await now(page)
  assert.match(await words(panel(page, 'odds', 'distribution')), /Lily.*\d/)
  await quiet(page)
  const settled = await now(page)
  const [opening, after] = [await longTasks(page, 0, alive), await longTasks(page, alive, settled)]
  await page.close()
  return { [firstOdds]: alive, [fiveFresh]: five, [openingTask]: longest(opening), [aliveTask]: longest(after) }
}

const followed = 'odds follow the first key after'
const typingTask = 'longest task while typing'

async function typesWithoutMuchWork(visit, note) {
  const page = await openAlive(visit)
  const work = await longestTaskWork(page, async () => {
    await typeAtEnd(page, 'prompt', ' Tom and he had a red', 60)
    await tokensSay(page, '·red')
    await quiet(page)
  })
  note(`processor time of the longest task while typing: ${Math.round(work)} ms`)
  return work > 0 && work <= 50
}

async function measureTyping(visit) {
  const page = await openAlive(visit)
  const before = await seen(page)
  const from = await now(page)
  await typeAtEnd(page, 'prompt', ' Tom')
  await oddsChange(page, before.odds)
  const change = await now(page)
  await page.keyboard.type(' and he had a red', { delay: 60 })
  await tokensSay(page, '·red')
  await quiet(page)
  const after = await seen(page)
  assert.match(after.tokens, /Tom/)
  assert.notEqual(after.odds, before.odds)
  assert.notEqual(after.map, before.map)
  const tasks = await longTasks(page, from)
  await page.close()
  return { [followed]: change - from, [typingTask]: longest(tasks) }
}

export const journeys = [
  {
    title: 'alive within three seconds, without a click',
    async travel({ visit, note }) {
      await warmVisit(visit)
      await bestOf(
        note,
        { [firstOdds]: 3000, [fiveFresh]: 3000, [openingTask]: 200, [aliveTask]: 50 },
        () => measureOpening(visit),
        (within) => within(Math.min(2, crowd())),
      )
    },
  },
  {
    title: 'tokens, attention and odds follow while typing, and no task exceeds 50 ms',
    async travel({ visit, note }) {
      await bestOf(
        note,
        { [typingTask]: 50 },
        () => measureTyping(visit),
        () => typesWithoutMuchWork(visit, note),
      )
    },
  },
  {
    title: 'a newer prompt supersedes the run in progress',
    async travel({ visit }) {
      const page = await openAlive(visit)
      for (const word of ['hot', 'big', 'up']) {
        await field(page, 'prompt').fill(`The opposite of ${word} is`)
        await page.waitForTimeout(30)
      }
      await tokensSay(page, '·up')
      await quiet(page)
      assert.equal(await typed(field(page, 'prompt')), 'The opposite of up is')
      // The last prompt's odds come, and they stay: no earlier run ends after them.
      await page.waitForFunction(() =>
        /^[^%]*down/.test(document.querySelector('[data-node="odds"] [data-panel="distribution"]')?.innerText.replace(/\s+/g, ' ') ?? ''),
      )
      await quiet(page)
      assert.match((await words(panel(page, 'odds', 'distribution'))).replace(/[·\s]+/g, ' '), /^[^%]*down/)
    },
  },
]
