// Regions and subgraphs by mouse and by keyboard: a sweep over a table, its iterations, an error in one, wrapping, parts; all undone.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { seriousFindings } from '../harness.mjs'
import { choose, downloaded, node, pick, quiet, until, wire, words } from '../notebook.mjs'

const PETS = 'pets: table@1\n  text: |-\n    animal,legs\n    fox,4\n    hen,2\n    ant,6\n'
const LINES =
  'one: text@1\n  value: Tom\ntwo: prompt@1\n  template: {who} has a fox.\n  who: one.text\nthree: prompt@1\n  template: {line} Then?\n  line: two.text\n'

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

// As Ctrl+V does, without asking for the clipboard of the machine.
async function paste(page, text) {
  await page.locator('.sheet').first().focus()
  await page.evaluate((data) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', data)
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)
}
// One node alone, whatever was chosen before.
async function chooseNode(page, id) {
  const pane = page.locator('.react-flow__pane').first()
  const box = await pane.boundingBox()
  await pane.click({ position: { x: box.width - 12, y: box.height - 12 } })
  await node(page, id).locator('header').first().click()
}
// By keyboard: the item gets the focus, and Enter takes it.
async function take(page, item) {
  const found = page.locator('[role^="menuitem"]').filter({ hasText: new RegExp(`^${item}`) })
  await found.first().press('Enter')
}
async function menu(page, id, item) {
  await chooseNode(page, id)
  await page.keyboard.press('m')
  await take(page, item)
}
const iteration = (page, id) => node(page, id).locator('.count')
const shows = (page, id, text) =>
  page.waitForFunction(([name, wanted]) => document.querySelector(`[data-node="${name}"]`)?.innerText.includes(wanted), [id, text])

async function inside(page, id, x, y) {
  const box = await node(page, id).boundingBox()
  await page.mouse.dblclick(box.x + x, box.y + y)
}
async function undoAll(page) {
  for (let left = 80; left > 0; left--) {
    if (await page.getByRole('button', { name: /^Undo/ }).first().isDisabled()) return
    await page.locator('body').press('Control+z')
  }
}

async function sweepOverPets(page) {
  await paste(page, PETS)
  await until(page, 'pets', 'fresh')
  const sheet = await page.locator('.sheet').first().boundingBox()
  await page.mouse.dblclick(sheet.x + 520, sheet.y + 40)
  await pick(page, 'sweep')
  await node(page, 'sweep').waitFor()
  await wire(page, ['pets', 'table'], ['sweep', 'axes.'])
  await inside(page, 'sweep', 180, 130)
  await pick(page, 'prompt')
  await node(page, 'prompt').locator('textarea').fill('A {animal} on {legs}.')
  await wire(page, ['sweep', 'inside.animal'], ['prompt', 'animal'])
  await wire(page, ['sweep', 'inside.legs'], ['prompt', 'legs'])
  await wire(page, ['prompt', 'text'], ['sweep', 'keep.'])
  await shows(page, 'sweep', 'A ant on 6.')
}

export const journeys = [
  {
    title: 'a sweep over a table by mouse, from an empty sheet and back',
    async travel({ visit }) {
      const page = await newNotebook(visit)
      const empty = await source(page)
      await sweepOverPets(page)
      assert.match(await words(iteration(page, 'sweep')), /1 of 3/)
      await shows(page, 'prompt', 'A fox on 4.')
      await node(page, 'sweep').getByRole('button', { name: 'The next one' }).click()
      await shows(page, 'prompt', 'A hen on 2.')
      await node(page, 'sweep').getByRole('slider').press('End')
      await shows(page, 'prompt', 'A ant on 6.')
      assert.match(await words(iteration(page, 'sweep')), /3 of 3/)
      await node(page, 'sweep').getByRole('button', { name: 'Test this one' }).click()
      assert.deepEqual(await seriousFindings(page, readFileSync), [])
      const text = await source(page)
      assert.match(text, /axes: \{table: <- pets\.table\}/)
      assert.match(text, / {4}prompt: prompt@1/)
      await undoAll(page)
      assert.equal(await source(page), empty)
      await quiet(page)
    },
  },
  {
    title: 'wrapping, unwrapping, a circle, a part of the selection, copies, settings, by keys',
    async travel({ visit }) {
      const page = await newNotebook(visit)
      const empty = await source(page)
      await paste(page, LINES)
      await until(page, 'three', 'fresh')
      const whole = await source(page)
      await menu(page, 'three', 'Wrap in a loop')
      await node(page, 'loop').waitFor()
      await shows(page, 'loop', 'of 10')
      await page.keyboard.press('m')
      await take(page, 'Unwrap')
      await node(page, 'loop').waitFor({ state: 'detached' })
      await page.keyboard.press('Control+z')
      await page.keyboard.press('Control+z')
      assert.equal(await source(page), whole)
      await wire(page, ['three', 'text'], ['two', 'who'])
      await page
        .getByRole('alert')
        .getByRole('button', { name: /Wrap in a loop/ })
        .waitFor()
      await page.keyboard.press('Enter')
      await node(page, 'loop').waitFor()
      assert.match(await source(page), /next: \{who: three\.text\}/)
      await page.keyboard.press('Control+z')
      assert.equal(await source(page), whole)
      await menu(page, 'two', 'Run only when asked')
      await shows(page, 'two', 'Manual')
      await chooseNode(page, 'two')
      await page.keyboard.press('Control+d')
      await node(page, 'two-2').waitFor()
      await page.keyboard.press('Delete')
      await node(page, 'two-2').waitFor({ state: 'detached' })
      await menu(page, 'three', 'Make a subgraph')
      await node(page, 'part-use').waitFor()
      await chooseNode(page, 'part-use')
      await page.keyboard.press('o')
      await node(page, 'part/three').waitFor()
      await shows(page, 'part/three', 'Then?')
      await node(page, 'part/three').locator('textarea').fill('{line} And then?')
      await page.getByRole('navigation', { name: 'Way back' }).getByRole('button').first().click()
      await node(page, 'part-use').waitFor()
      assert.match(await source(page), /graph part define/)
      assert.match(await source(page), /And then\?/)
      await undoAll(page)
      assert.equal(await source(page), empty)
    },
  },
]
