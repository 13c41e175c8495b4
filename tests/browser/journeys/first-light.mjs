// The tour's notebook: alive in three seconds, follows the typist, never blocks the page, and says what the terminal says.
import assert from 'node:assert/strict'
import { longTasks, now } from '../harness.mjs'
import { address, field, freshNodes, node, panel, quiet, typeAtEnd, typed, until, words } from '../notebook.mjs'

const id = 'first-light'
const budget = { alive: 3000, opening: 200, alone: 50 }
const longest = (tasks) => Math.round(tasks[0]?.duration ?? 0)

// The first visit of a fresh server compiles and reads files; what is promised is the next.
async function warmVisit(visit) {
  const visitor = await visit()
  await (await visitor.open(address(id))).waitForSelector('[data-kind="odds"][data-state="fresh"]', { timeout: 60_000 })
  return visit()
}

async function openAlive(visit) {
  const page = await (await visit()).open(address(id))
  await until(page, 'odds', 'fresh')
  await quiet(page)
  return page
}

export const journeys = [
  {
    title: 'alive within three seconds, without a click',
    async travel({ visit, note }) {
      const visitor = await warmVisit(visit)
      const page = await visitor.open(address(id))
      await page.waitForSelector('[data-kind="odds"][data-state="fresh"] [data-panel="distribution"]', { timeout: 60_000 })
      const alive = await now(page)
      await freshNodes(page, 5)
      const five = await now(page)
      assert.match(await words(panel(page, 'odds', 'distribution')), /Lily.*\d/)
      await quiet(page)
      const settled = await now(page)
      const opening = longTasks(page, 0, alive).then(longest)
      const after = longTasks(page, alive, settled).then(longest)
      note(
        `first odds on screen after ${Math.round(alive)} ms, five nodes fresh after ${Math.round(five)} ms, all quiet after ${Math.round(settled)} ms`,
      )
      note(`longest task while opening ${await opening} ms, from alive to quiet ${await after} ms`)
      assert.ok(
        Math.max(alive, five) < budget.alive,
        `alive after ${Math.round(Math.max(alive, five))} ms; promised are ${budget.alive} ms`,
      )
      assert.ok((await opening) <= budget.opening, `a task of ${await opening} ms while opening; promised are ${budget.opening} ms`)
      assert.ok((await after) <= budget.alone, `a task of ${await after} ms after the page was alive; promised are ${budget.alone} ms`)
    },
  },
  {
    title: 'tokens, attention and odds follow while typing, and no task exceeds 50 ms',
    async travel({ visit, note }) {
      const page = await openAlive(visit)
      const before = {
        tokens: await words(panel(page, 'tokens', 'tokens')),
        odds: await words(panel(page, 'odds', 'distribution')),
        map: await words(node(page, 'attention')),
      }
      const from = await now(page)
      await typeAtEnd(page, 'prompt', ' Tom')
      await page.waitForFunction(
        (old) => !document.querySelector('[data-node="odds"] [data-panel="distribution"]')?.innerText.replace(/\s+/g, ' ').includes(old),
        before.odds,
      )
      const followed = await now(page)
      await page.keyboard.type(' and he had a red', { delay: 60 })
      await page.waitForFunction(() => /·red/.test(document.querySelector('[data-node="tokens"] [data-panel="tokens"]')?.innerText ?? ''))
      await quiet(page)
      const after = {
        tokens: await words(panel(page, 'tokens', 'tokens')),
        odds: await words(panel(page, 'odds', 'distribution')),
        map: await words(node(page, 'attention')),
      }
      assert.match(after.tokens, /Tom/)
      assert.match(after.tokens, /red/)
      assert.notEqual(after.odds, before.odds)
      assert.notEqual(after.map, before.map)
      const tasks = await longTasks(page, from)
      note(`the odds followed within ${Math.round(followed - from)} ms of the first key; longest task while typing ${longest(tasks)} ms`)
      assert.ok(longest(tasks) <= budget.alone, `tasks over 50 ms: ${tasks.map(({ duration }) => Math.round(duration)).join(', ')}`)
    },
  },
  {
    title: 'a newer prompt supersedes the run in progress',
    async travel({ visit }) {
      const page = await openAlive(visit)
      await field(page, 'prompt').fill('The opposite of hot is')
      await page.waitForTimeout(30)
      await field(page, 'prompt').fill('The opposite of big is')
      await page.waitForTimeout(30)
      await field(page, 'prompt').fill('The opposite of up is')
      await page.waitForFunction(() => /·up/.test(document.querySelector('[data-node="tokens"] [data-panel="tokens"]')?.innerText ?? ''))
      await quiet(page)
      assert.equal(await typed(field(page, 'prompt')), 'The opposite of up is')
      assert.match(await words(panel(page, 'tokens', 'tokens')), /up/)
      assert.match((await words(panel(page, 'odds', 'distribution'))).replace(/[·\s]+/g, ' '), /^[^%]*down/)
    },
  },
]
