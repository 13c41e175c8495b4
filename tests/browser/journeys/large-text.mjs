// A text of a megabyte under the hands of its writer: whole on the clipboard, in undo and under the caret, though little of it is drawn.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { chooseAll, copyAll, fillClipboard, paste, readClipboard } from '../clipboard.mjs'
import { seriousFindings } from '../harness.mjs'
import { longText } from '../long-text.mjs'
import { field, node, panel, quiet, until } from '../notebook.mjs'

const sheet =
  'page: text@1\n  value: Nothing yet.\nasked: text@1\n  value: Box 777\nchunks: split@1\n  from: page.text\nshelf: index@1\n  documents: chunks.documents\nfound: search@1\n  index: shelf.index\n  query: asked.text\n'

async function openSheet(visit, options) {
  const visitor = await visit(options)
  const page = await visitor.open('/')
  await page.getByRole('link', { name: 'First light' }).first().waitFor()
  const buffer = Buffer.from(`---\nvitrine: 1\ntitle: Long\n---\n\`\`\`graph sheet\n${sheet}\`\`\`\n`)
  await page.locator('input[type="file"]').setInputFiles({ name: 'long.md', mimeType: 'text/markdown', buffer })
  await page.waitForURL(/\/notebook\/\?id=/)
  await until(page, 'found', 'fresh')
  await quiet(page)
  return page
}

const become = (page, tag) =>
  page.waitForFunction((wanted) => document.activeElement?.closest('[data-node="page"]') && document.activeElement.matches(wanted), tag)
const large = (page) => become(page, '[contenteditable="true"]')
const small = (page) => become(page, 'textarea')

async function pasted(page, text) {
  await fillClipboard(page, text)
  await chooseAll(page, 'page')
  await paste(page)
  await large(page)
}
const drawn = (page) => field(page, 'page').evaluate((element) => element.textContent.length)

export const journeys = [
  {
    title: 'a megabyte is pasted, copied, changed in its middle, cut and taken back',
    async travel({ visit }) {
      const page = await openSheet(visit)
      const long = longText(1_000_000)
      await pasted(page, long)
      assert.ok((await drawn(page)) < long.length / 4, 'all of the text is drawn')
      assert.equal(await copyAll(page), long)

      await page.keyboard.press('Control+Home')
      for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowRight')
      await page.keyboard.type('number ')
      assert.equal(await copyAll(page), `Box number ${long.slice(4)}`)
      await page.keyboard.press('Control+End')
      await page.keyboard.type('The end.')
      assert.equal(await copyAll(page), `Box number ${long.slice(4)}The end.`)

      await page.keyboard.press('Control+x')
      await small(page)
      assert.equal(await field(page, 'page').inputValue(), '')
      assert.equal((await readClipboard(page)).length, long.length + 15)
      await page.keyboard.press('Control+v')
      await large(page)
      // What was typed in the middle, then the paste: steps of the page's own history.
      await page.keyboard.press('Control+z')
      await page.waitForFunction(() => document.activeElement?.matches('[data-node="page"] textarea'))
    },
  },
  {
    title: 'the paste of a megabyte is undone and done again, and the hits follow',
    async travel({ visit }) {
      const page = await openSheet(visit)
      const long = longText(1_000_000)
      await pasted(page, long)
      await lit(page, 'Box 777 holds')
      await page.keyboard.press('Control+z')
      await small(page)
      assert.equal(await field(page, 'page').inputValue(), 'Nothing yet.')
      await page.keyboard.press('Control+y')
      await large(page)
      assert.equal(await copyAll(page), long)
      await lit(page, 'Box 777 holds')
      await field(page, 'asked').fill('Box 18001')
      await lit(page, 'Box 18001 holds')
    },
  },
  {
    title: 'a large text is used by keys alone, and found in by its own line',
    async travel({ visit }) {
      const page = await openSheet(visit, { dark: true })
      await pasted(page, longText(1_000_000))
      await page.keyboard.press('Control+f')
      await page.keyboard.type('Box 9000 ')
      await page.keyboard.press('Escape')
      await large(page)
      await page.keyboard.type('Crate 9000 ')
      const text = await copyAll(page)
      assert.ok(text.includes(' Crate 9000 holds') && !text.includes('Box 9000 '), 'the words found were not replaced')
      await page.keyboard.press('Escape')
      await page.waitForFunction(() => document.activeElement?.matches('.react-flow__node[data-id="page"]'))
      await page.keyboard.press('Enter')
      await large(page)
      await page.keyboard.press('Tab')
      assert.equal(await page.evaluate(() => document.activeElement?.closest('.cm-editor') === null), true, 'Tab stays in the text')
      await quiet(page)
      assert.deepEqual(await seriousFindings(page, readFileSync), [])
    },
  },
  {
    title: 'hostile long texts are edited like any other',
    async travel({ visit, note }) {
      const page = await openSheet(visit)
      const sentence = 'שלום 😀👩‍👩‍👧 e\u0301\u202E\u200B\u0000 中文。 '
      const texts = {
        '100,000 lines': 'A line.\n'.repeat(100_000),
        'signs of many scripts': sentence.repeat(30_000),
        'one word': 'a'.repeat(1_000_000),
        'ten megabytes in one line': longText(10_000_000),
      }
      for (const [name, text] of Object.entries(texts)) {
        await pasted(page, text)
        await page.keyboard.press('Control+Home')
        const times = []
        for (const key of 'Now') times.push(await keyTime(page, key))
        note(`${name}: a key drawn within ${Math.round(Math.max(...times))} ms`)
        assert.equal(await copyAll(page), `Now${text}`, name)
      }
      await node(page, 'page').getByText('is still in use').waitFor()
    },
  },
]

/** From a key to the frame that shows it. */
async function keyTime(page, key) {
  await page.evaluate(() => {
    globalThis.keyShown = new Promise((resolve) => {
      addEventListener(
        'keydown',
        ({ timeStamp }) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - timeStamp))),
        { capture: true, once: true },
      )
    })
  })
  await page.keyboard.press(key)
  return page.evaluate(() => globalThis.keyShown)
}

async function lit(page, words) {
  await page.waitForFunction(
    (wanted) => document.querySelector('[data-node="found"] [data-panel="ribbons"] mark')?.textContent.startsWith(wanted),
    words,
    { timeout: 20_000 },
  )
  assert.ok(await panel(page, 'found', 'ribbons').isVisible())
}
