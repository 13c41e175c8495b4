// Notebooks are kept: a viewer's own copy, the way back, downloads, two tabs, a browser that refuses to store anything.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../../scripts/root.mjs'
import { address, choose, downloaded, field, freshNodes, quiet, typeAtEnd, typed, words } from '../notebook.mjs'

const shipped = readFileSync(path.join(root, 'notebooks', 'first-light.md'), 'utf8')
const status = (page) => page.locator('footer.status')
const download = (page) => downloaded(page, () => choose(page, 'This notebook', 'Download .md'))

async function open(visitor) {
  const page = await visitor.open(address('first-light'))
  await freshNodes(page, 5)
  return page
}
const saved = (page) =>
  page.waitForFunction(() => /saved|kept|your (own )?copy/i.test(document.querySelector('footer.status')?.innerText ?? ''))

// A browser that answers every wish to store something with a refusal.
function refuseStorage() {
  const refusal = () => {
    throw new DOMException('The operation is insecure.', 'SecurityError')
  }
  Object.defineProperty(globalThis, 'indexedDB', { value: { open: refusal, databases: refusal, deleteDatabase: refusal } })
}

export const journeys = [
  {
    title: 'a shipped notebook that nobody changed is downloaded byte for byte',
    async travel({ visit }) {
      const page = await open(await visit())
      const file = await download(page)
      assert.equal(file.name, 'first-light.md')
      assert.equal(file.text, shipped)
    },
  },
  {
    title: 'an edit makes the viewer’s own copy, which stays, and the original comes back',
    async travel({ visit }) {
      const visitor = await visit()
      const page = await open(visitor)
      const original = await typed(field(page, 'prompt'))
      await typeAtEnd(page, 'prompt', ' Tom')
      await saved(page)
      await page.waitForTimeout(800)
      await page.close()
      const again = await open(visitor)
      assert.equal(await typed(field(again, 'prompt')), `${original} Tom`)
      assert.match(await words(status(again)), /copy|kept|saved/i)
      await choose(again, 'This notebook', 'Back to the original')
      await again.waitForFunction((text) => document.querySelector('[data-node="prompt"] textarea')?.value === text, original)
      const file = await download(again)
      assert.equal(file.text, shipped)
    },
  },
  {
    title: 'two tabs on one notebook: the later save is told, and both are kept',
    async travel({ visit }) {
      const visitor = await visit()
      const [first, second] = [await open(visitor), await open(visitor)]
      await typeAtEnd(first, 'prompt', ' Ann')
      await saved(first)
      await first.waitForTimeout(1000)
      await second.bringToFront()
      await typeAtEnd(second, 'prompt', ' Ben')
      await second.waitForFunction(
        () => /tab|both|other/i.test(document.body.innerText.match(/[^\n]*(another tab|other tab|both)[^\n]*/i)?.[0] ?? ''),
        null,
        { timeout: 15_000 },
      )
      const shelf = await visitor.open('/')
      await shelf
        .getByRole('link', { name: /First light/ })
        .nth(1)
        .waitFor()
      const texts = []
      for (const link of await shelf.getByRole('link', { name: /First light/ }).all()) {
        const page = await visitor.open(new URL(await link.getAttribute('href'), visitor.address).href.slice(visitor.address.length))
        await freshNodes(page, 3)
        texts.push(await typed(field(page, 'prompt')))
        await page.close()
      }
      assert.ok(
        texts.some((text) => text.endsWith(' Ann')),
        texts.join(' | '),
      )
      assert.ok(
        texts.some((text) => text.endsWith(' Ben')),
        texts.join(' | '),
      )
    },
  },
  {
    title: 'storage refused is said in a sentence, and Download still works',
    async travel({ visit }) {
      const page = await open(await visit({ init: refuseStorage }))
      await typeAtEnd(page, 'prompt', ' Tom')
      await quiet(page)
      await page.waitForFunction(
        () => /does not keep data.*Download still works/.test(document.querySelector('footer.status')?.innerText ?? ''),
        null,
        { timeout: 10_000 },
      )
      assert.match((await download(page)).text, /girl named Tom/)
    },
  },
  {
    title: 'the shelf makes, duplicates, renames, deletes and brings back',
    async travel({ visit }) {
      const visitor = await visit()
      const page = await visitor.open('/')
      const links = page.getByRole('link', { name: 'One word', exact: false })
      await links.first().waitFor()
      const before = await links.count()
      await choose(page, /More about One word/, 'Duplicate')
      await page.waitForFunction(
        (count) => [...document.querySelectorAll('article')].filter((each) => each.innerText.includes('One word')).length === count,
        before + 1,
      )
      const own = page.locator('article').filter({ hasText: 'One word' }).last()
      await own.getByRole('button', { name: /More about/ }).click()
      await page.getByRole('menuitem', { name: 'Rename' }).click()
      await page.getByLabel('Title').fill('Mine')
      await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click()
      await page.getByRole('link', { name: 'Mine', exact: true }).waitFor()
      await choose(page, /More about Mine/, 'Delete')
      await page.getByRole('link', { name: 'Mine', exact: true }).waitFor({ state: 'detached' })
      await page.getByRole('button', { name: 'Undo' }).click()
      await page.getByRole('link', { name: 'Mine', exact: true }).waitFor()
    },
  },
  {
    title: 'a file with mistakes opens with its errors, and the rest works',
    async travel({ visit }) {
      const visitor = await visit()
      const page = await visitor.open('/')
      await page.getByRole('link', { name: 'First light' }).first().waitFor()
      const text = shipped.replace('odds: odds@1', 'odds: oods@1').replace('layer: 0', 'layer: many')
      await page.locator('input[type="file"]').setInputFiles({ name: 'mistakes.md', mimeType: 'text/markdown', buffer: Buffer.from(text) })
      await page.waitForURL(/\/notebook\/\?id=/)
      const problems = page.getByLabel('Problems in the file')
      await problems.waitFor()
      assert.match(await words(problems), /line \d+, column \d+.*oods/)
      await freshNodes(page, 3)
      const file = await download(page)
      assert.equal(file.text, text)
    },
  },
]
