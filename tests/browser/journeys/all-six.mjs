// All six families on one sheet: from nothing to an answer with its source lit, then the same with a model in fewer bits; the
// three notebooks that teach them, claim by claim.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../../scripts/root.mjs'
import { setBits } from '../bits.mjs'
import { address, field, freshNodes, node, panel, passQuestions, pick, quiet, until, wire } from '../notebook.mjs'

const pageText = 'Tom has a pet fox. Mia lives in a castle. Sam likes to eat honey.'
const template = '{notes}\nQ: {asked}\nA:'

async function newNotebook(visit) {
  const visitor = await visit()
  await visitor.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const page = await visitor.open('/')
  await page.getByRole('link', { name: 'First light' }).first().waitFor()
  await page.getByRole('button', { name: 'New notebook' }).click()
  await page.waitForURL(/\/notebook\/\?id=/)
  await page.locator('.sheet').first().waitFor()
  return page
}

/** A list that closed gives the focus back a little later; a key pressed before that is nobody's. */
async function pressOnSheet(page, key) {
  await page.waitForFunction(() => document.activeElement?.matches('.sheet, .react-flow__node') ?? false)
  await page.keyboard.press(key)
}
/** By keyboard: Tab opens the list of kinds; what was added is selected, so w opens its ports. */
async function add(page, title, id) {
  await pressOnSheet(page, 'Tab')
  await pick(page, title)
  await node(page, id).waitFor()
}
async function wireByKeys(page, port, end) {
  await pressOnSheet(page, 'w')
  await pick(page, port)
  await pick(page, end)
}
async function addWired(page, title, id, wires) {
  await add(page, title, id)
  for (const [port, end] of wires) await wireByKeys(page, port, end)
}

const focus = (page, id) => page.locator(`.react-flow__node[data-id="${id}"]`).focus()

/** Enter leads into the node's field. */
async function write(page, id, text) {
  await focus(page, id)
  await page.keyboard.press('Enter')
  await page.waitForFunction((name) => document.activeElement?.matches(`[data-node="${name}"] textarea`), id)
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(text)
  await focus(page, id)
}

/** Tidy is done when nodes have moved, none lies on another and none moves any more. */
async function tidy(page) {
  const before = await page.evaluate(() => [...document.querySelectorAll('.react-flow__node')].map(({ style }) => style.transform).join())
  await pressOnSheet(page, 'Shift+L')
  await page.waitForFunction(
    (places) => [...document.querySelectorAll('.react-flow__node')].map(({ style }) => style.transform).join() !== places,
    before,
  )
  await page.waitForFunction(
    () => {
      const boxes = [...document.querySelectorAll('[data-node]')].map((each) => each.getBoundingClientRect())
      const over = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
      const apart = boxes.every((a, at) => boxes.slice(at + 1).every((b) => !over(a, b)))
      const places = boxes.map(({ x, y, width }) => [x, y, width].join()).join(' ')
      const same = apart && places === globalThis.placesSeen
      globalThis.placesSeen = places
      globalThis.placesSame = same ? (globalThis.placesSame ?? 0) + 1 : 0
      return globalThis.placesSame >= 6
    },
    null,
    { polling: 60 },
  )
}

async function buildAsking(page) {
  await page
    .locator('.sheet')
    .getByRole('button', { name: /Add a node/ })
    .click()
  await pick(page, 'text')
  await node(page, 'text').waitFor()
  await page.evaluate((text) => navigator.clipboard.writeText(text), pageText)
  await field(page, 'text').click()
  await page.keyboard.press('Control+v')
  await focus(page, 'text')
  await addWired(page, 'Split', 'split', [['from', 'text.text']])
  await addWired(page, 'Index', 'index', [['documents', 'split.documents']])
  await add(page, 'Text', 'text-2')
  await write(page, 'text-2', 'What pet does Tom have?')
  await addWired(page, 'Search', 'search', [
    ['index', 'index.index'],
    ['query', 'text-2.text'],
  ])
  await add(page, 'Model', 'model')
  await addWired(page, 'Pack context', 'context', [['tokenizer', 'model.model']])
  await add(page, 'Prompt', 'prompt')
  await write(page, 'prompt', template)
  await wireByKeys(page, 'notes', 'context.text')
  await wireByKeys(page, 'asked', 'text-2.text')
  await addWired(page, 'Ask a model', 'ask', [
    ['model', 'model.model'],
    ['prompt', 'prompt.text'],
  ])
}

/** An answer ends at the first full stop: typed into the list beside the sheet. */
async function stopAtFullStop(page, id) {
  await node(page, id).locator('header').click()
  await page
    .getByRole('group', { name: new RegExp(`stop of ${id}$`, 'i') })
    .getByRole('button', { name: 'Add an entry' })
    .click()
  const entry = page.getByRole('textbox', { name: new RegExp(`stop of ${id}, entry 1`, 'i') })
  await entry.fill('.')
  await entry.press('Enter')
}

const joined = (locator) => locator.allInnerTexts().then((parts) => parts.join('').trim())
const answer = (page, id) => joined(node(page, id).locator('.vz-part-written'))
const litText = (page, id) => joined(panel(page, id, 'ribbons').locator('mark'))

async function answers(page, id, wanted) {
  await page.waitForFunction(
    ([name, text]) =>
      [...document.querySelectorAll(`[data-node="${name}"][data-state="fresh"] .vz-part-written`)]
        .map((each) => each.innerText)
        .join('')
        .trim() === text,
    [id, wanted],
    { timeout: 30_000 },
  )
}

function notebookHolds(id) {
  return {
    title: `${id} passes its question and all its claims hold`,
    async travel({ visit, note }) {
      const claims = [...readFileSync(path.join(root, 'notebooks', `${id}.md`), 'utf8').matchAll(/^(claim-[\w-]+): assert@1$/gm)]
      const page = await (await visit()).open(address(id))
      await freshNodes(page, 2)
      await page.locator('[data-sheet="predict"]').scrollIntoViewIfNeeded()
      await page.locator('[data-kind="question"] [data-panel="card"] button.link').first().waitFor()
      await passQuestions(page)
      await page.locator('[data-sheet="claims"]').scrollIntoViewIfNeeded()
      assert.ok(claims.length > 3)
      for (const [, claim] of claims) {
        await node(page, claim).scrollIntoViewIfNeeded()
        await until(page, claim, 'fresh')
        await node(page, claim).getByText('Holds', { exact: true }).waitFor()
      }
      await quiet(page)
      note(`${claims.length} claims hold`)
    },
  }
}

export const journeys = [
  {
    title: 'from an empty sheet to an answer from the page, and in fewer bits',
    async travel({ visit, note }) {
      const page = await newNotebook(visit)
      await buildAsking(page)
      await tidy(page)
      await wire(page, ['search', 'hits'], ['context', 'hits'])
      await stopAtFullStop(page, 'ask')
      await answers(page, 'ask', 'fox.')
      assert.equal(await litText(page, 'search'), 'Tom has a pet fox.')
      await write(page, 'text', pageText.replace('fox', 'cat'))
      await answers(page, 'ask', 'cat.')
      assert.equal(await litText(page, 'search'), 'Tom has a pet cat.')
      await addWired(page, 'Quantize', 'quantize', [['of', 'model.model']])
      await addWired(page, 'Ask a model', 'ask-2', [
        ['model', 'quantize.value'],
        ['prompt', 'prompt.text'],
      ])
      await tidy(page)
      await stopAtFullStop(page, 'ask-2')
      const said = {}
      for (const bits of [8, 4, 3, 2]) {
        await setBits(page, 'quantize', bits)
        await until(page, 'ask-2', 'fresh')
        said[bits] = await answer(page, 'ask-2')
        note(
          `with ${bits} bits a number it says ${JSON.stringify(said[bits])}; the whole model says ${JSON.stringify(await answer(page, 'ask'))}`,
        )
      }
      assert.equal(said[8], 'cat.')
      assert.equal(await answer(page, 'ask'), 'cat.')
    },
  },
  ...['fewer-bits', 'open-book', 'five-ways-to-ask'].map(notebookHolds),
]
