// Versions with names and what changed in words; a key in the file stops sharing; what comes from outside runs when the viewer says so;
// a visit that was cut off is told; what the page runs on is said.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { seriousFindings } from '../harness.mjs'
import { address, choose, downloaded, field, freshNodes, node, quiet, stateOf, typeAtEnd, until, words } from '../notebook.mjs'

const fence = '```'
const notebook = (graph) => `---\nvitrine: 1\ntitle: From outside\n---\n\n${fence}graph one\n${graph}${fence}\n`
const heavy = notebook(`prompt: text@1
  value: Once upon a time
primer: model@1
tale: generate@1
  model: primer.model
  tokens: pieces.tokens
  most: 500
pieces: tokenizer@1
  text: prompt.text
  tokenizer: primer.model
`)
const status = (page) => page.locator('footer.status')
const kept = (page) => page.waitForFunction(() => /kept in this browser/i.test(document.querySelector('footer.status')?.innerText ?? ''))

async function bring(visitor, file) {
  const page = await visitor.open('/')
  await page.getByRole('link', { name: 'First light' }).first().waitFor()
  await page.locator('input[type="file"]').setInputFiles(file)
  await page.waitForURL(/\/notebook\/\?id=/)
  return page
}
const markdown = (text) => ({ name: 'outside.md', mimeType: 'text/markdown', buffer: Buffer.from(text) })

export const journeys = [
  {
    title: 'a version is named, what changed since is said in words, and the notebook goes back to it',
    async travel({ visit }) {
      const page = await (await visit()).open(address('one-word'))
      await freshNodes(page, 2)
      const first = await page.locator('[data-kind="text"] textarea, [data-kind="prompt"] textarea').first()
      const id = await first.evaluate((element) => element.closest('[data-node]').dataset.node)
      await typeAtEnd(page, id, ' and')
      await kept(page)
      const before = await field(page, id).inputValue()
      await choose(page, 'This notebook', 'Versions')
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Name of this version').fill('With and')
      await dialog.getByRole('button', { name: 'Name it' }).click()
      await dialog
        .getByRole('button', { name: /With and|Now/ })
        .first()
        .waitFor()
      await dialog.getByRole('button', { name: 'Close' }).click()
      await typeAtEnd(page, id, ' more')
      await kept(page)
      await page.waitForTimeout(400)
      await choose(page, 'This notebook', 'Versions')
      await dialog.getByRole('button', { name: /^With and/ }).click()
      await dialog.getByText('What is other now').waitFor()
      await page.waitForFunction(() => /and more/.test(document.querySelector('.changes')?.innerText ?? ''))
      assert.deepEqual(await seriousFindings(page, readFileSync), [])
      await dialog.getByRole('button', { name: 'Go back to it' }).click()
      await page.waitForFunction(([name, text]) => document.querySelector(`[data-node="${name}"] textarea`)?.value === text, [id, before])
    },
  },
  {
    title: 'a key in the file is told, with its place; nothing leaves until it is out',
    async travel({ visit }) {
      const page = await (await visit()).open(address('one-word'))
      await freshNodes(page, 2)
      const id = await page
        .locator('[data-kind="text"] textarea, [data-kind="prompt"] textarea')
        .first()
        .evaluate((element) => element.closest('[data-node]').dataset.node)
      const original = await field(page, id).inputValue()
      await field(page, id).fill(`${original} hf_${'aB3dE5gH7jK9mN1pQ3sT5vX7zA9c'}Wq`)
      const notice = page.getByLabel('A key in this file')
      await notice.waitFor()
      assert.match(await words(notice), /a token of Hugging Face/)
      assert.deepEqual(await seriousFindings(page, readFileSync), [])
      await notice.getByRole('button', { name: id }).click()
      for (const item of ['Download .md', 'Download bundle with results', 'Download page to read', 'Download results']) {
        const download = page.waitForEvent('download', { timeout: 700 }).catch(() => null)
        await choose(page, 'This notebook', item)
        if (item !== 'Download results')
          await page
            .getByText(/holds what looks like a token/)
            .first()
            .waitFor()
        assert.equal(await download, null, `${item} did not stop`)
      }
      await field(page, id).fill(original)
      await notice.waitFor({ state: 'detached' })
      const file = await downloaded(page, () => choose(page, 'This notebook', 'Download page to read'))
      assert.match(file.text, /Content-Security-Policy/)
      assert.doesNotMatch(file.text, /hf_/)
    },
  },
  {
    title: 'what comes from outside and would run for long is still until the viewer says Run; pasted text and bundles too',
    async travel({ visit }) {
      const visitor = await visit()
      const page = await bring(visitor, markdown(heavy))
      const notice = page.getByLabel('Nothing has run yet')
      await notice.waitFor()
      assert.match(await words(notice), /tale goes on for up to 500 steps/)
      await page.waitForTimeout(700)
      for (const id of ['prompt', 'primer', 'tale']) assert.notEqual(await stateOf(page, id), 'fresh')
      await page.reload()
      await notice.waitFor()
      await notice.getByRole('button', { name: 'Run', exact: true }).click()
      await notice.waitFor({ state: 'detached' })
      await until(page, 'pieces', 'fresh')
      await page
        .getByRole('button', { name: 'Stop', exact: true })
        .first()
        .click()
        .catch(() => undefined)
      const [bundle] = await Promise.all([page.waitForEvent('download'), choose(page, 'This notebook', 'Download bundle with results')])
      const bytes = readFileSync(await bundle.path())
      assert.equal(bytes.subarray(0, 2).toString(), 'PK')
      const text = await visitor.open('/')
      await text.getByRole('link', { name: 'First light' }).first().waitFor()
      await text.evaluate((pasted) => {
        const data = new DataTransfer()
        data.setData('text/plain', pasted)
        document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
      }, heavy)
      await text.waitForURL(/\/notebook\/\?id=/)
      await text.getByLabel('Nothing has run yet').waitFor()
      const again = await bring(visitor, { name: bundle.suggestedFilename(), mimeType: 'application/zip', buffer: bytes })
      await again.getByLabel('Nothing has run yet').waitFor()
      assert.equal(await field(again, 'prompt').inputValue(), 'Once upon a time')
    },
  },
  {
    title: 'the page says what it runs on, and a visit that was cut off is told',
    async travel({ visit }) {
      const visitor = await visit()
      const page = await visitor.open(address('one-word'))
      await freshNodes(page, 2)
      await quiet(page)
      await status(page).getByRole('button').click()
      const facts = page.getByRole('dialog')
      await facts.getByText('Results in memory').waitFor()
      assert.match(await words(facts), /Backend .*thread/)
      assert.deepEqual(await seriousFindings(page, readFileSync), [])
      await facts.getByRole('button', { name: 'Close' }).click()
      // As a killed tab leaves it: the note of a visit whose lock nobody holds.
      const other = await visitor.open('/')
      await other.evaluate(() => {
        localStorage.setItem('vitrine.visit.first-light', JSON.stringify({ visit: 'gone', when: Date.now() }))
      })
      await other.goto(`${visitor.address}${address('first-light')}`)
      await other
        .getByText(/The last visit was cut off/)
        .first()
        .waitFor()
      await page.reload()
      await freshNodes(page, 2)
      assert.equal(await page.getByText(/The last visit was cut off/).count(), 0)
      assert.ok((await node(page, 'prompt').count()) >= 0)
    },
  },
]
