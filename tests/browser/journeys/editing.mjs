// Building a graph on an empty sheet by mouse and by keyboard; refusals; undo and redo.
import assert from 'node:assert/strict'
import { choose, downloaded, field, node, pick, quiet, until, wire, words } from '../notebook.mjs'

async function newNotebook(visit) {
  const visitor = await visit()
  const page = await visitor.open('/')
  await page.getByRole('link', { name: 'First light' }).first().waitFor()
  await page.getByRole('button', { name: 'New notebook' }).click()
  await page.waitForURL(/\/notebook\/\?id=/)
  await page.locator('.sheet').first().waitFor()
  return page
}
const source = async (page) => (await downloaded(page, () => choose(page, 'This notebook', 'Download .md'))).text

// The free place of the sheet that is furthest from what stands on it.
async function addAt(page, x, y, kind) {
  const box = await page.locator('.sheet').first().boundingBox()
  await page.mouse.dblclick(box.x + x, box.y + y)
  await pick(page, kind)
}

async function addFirst(page, kind) {
  await page
    .locator('.sheet')
    .getByRole('button', { name: /Add a node/ })
    .click()
  await pick(page, kind)
  await node(page, kind).waitFor()
}

async function tokensSay(page, word) {
  await page.waitForFunction(
    (text) => document.querySelector('[data-node="tokenizer"] [data-panel="tokens"]')?.innerText.includes(text),
    word,
  )
  await until(page, 'tokenizer', 'fresh')
}

export const journeys = [
  {
    title: 'an empty sheet becomes a working graph by mouse',
    async travel({ visit }) {
      const page = await newNotebook(visit)
      await addFirst(page, 'text')
      await addAt(page, 420, 60, 'model')
      await addAt(page, 700, 60, 'tokenizer')
      await node(page, 'tokenizer').waitFor()
      await wire(page, ['text', 'text'], ['tokenizer', 'text'])
      await wire(page, ['model', 'model'], ['tokenizer', 'tokenizer'])
      await field(page, 'text').fill('Once upon a time')
      await tokensSay(page, 'time')
      const text = await source(page)
      assert.match(text, /tokenizer: tokenizer@1\n(.*\n)*? {2}text: text\.text/)
      assert.match(text, / {2}tokenizer: model\.model/)
    },
  },
  {
    title: 'the same by keyboard alone',
    async travel({ visit }) {
      const page = await newNotebook(visit)
      await page.locator('.sheet').first().focus()
      for (const kind of ['text', 'model', 'tokenizer']) {
        await page.keyboard.press('Tab')
        await pick(page, kind)
        await node(page, kind).waitFor()
      }
      // The added node is selected: w opens its ports, then the ends that fit.
      await page.keyboard.press('w')
      await pick(page, 'text')
      await pick(page, 'text.text')
      await page.keyboard.press('w')
      await pick(page, 'tokenizer')
      await pick(page, 'model.model')
      await field(page, 'text').focus()
      await page.keyboard.type('The end')
      await tokensSay(page, 'end')
    },
  },
  {
    title: 'a wire that does not fit says why',
    async travel({ visit }) {
      const page = await newNotebook(visit)
      await addFirst(page, 'text')
      await addAt(page, 600, 60, 'Next-token odds')
      await node(page, 'odds').waitFor()
      await wire(page, ['text', 'text'], ['odds', 'logits'])
      const refusal = page.getByRole('alert').filter({ hasText: 'does not fit' })
      await refusal.waitFor()
      assert.match(await words(refusal), /logits|Logits/)
      await page.keyboard.press('Escape')
      assert.doesNotMatch(await source(page), /logits:/)
    },
  },
  {
    title: 'undo and redo walk through every change',
    async travel({ visit }) {
      const page = await newNotebook(visit)
      const states = [await source(page)]
      await addFirst(page, 'text')
      states.push(await source(page))
      await addAt(page, 420, 60, 'model')
      states.push(await source(page))
      await addAt(page, 700, 60, 'tokenizer')
      states.push(await source(page))
      await wire(page, ['text', 'text'], ['tokenizer', 'text'])
      states.push(await source(page))
      await node(page, 'model').locator('header').click()
      await page.keyboard.press('Delete')
      await node(page, 'model').waitFor({ state: 'detached' })
      states.push(await source(page))
      assert.equal(new Set(states).size, states.length)
      for (const state of states.slice(0, -1).reverse()) {
        await page.keyboard.press('Control+z')
        assert.equal(await source(page), state)
      }
      for (const state of states.slice(1)) {
        await page.keyboard.press('Control+Shift+z')
        assert.equal(await source(page), state)
      }
      await quiet(page)
    },
  },
]
