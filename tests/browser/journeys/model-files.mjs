// A model leaves the page as an ONNX file and comes back as one: written from the node's settings, opened with its tokenizer, every tensor readable.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { root } from '../../../scripts/root.mjs'
import { seriousFindings } from '../harness.mjs'
import { node, quiet, until, words } from '../notebook.mjs'

const fence = '```'
const text = `---
vitrine: 1
title: Out and in
---

${fence}graph one
primer: model@1
prompt: text@1
  value: The opposite of hot is
cut: tokenizer@1
  text: prompt.text
  tokenizer: primer.model
read: forward@1
  model: primer.model
  tokens: cut.tokens
odds: odds@1
  logits: read.logits
${fence}
`

async function openText(visitor, name, content) {
  const page = await visitor.open('/')
  await page.getByRole('link', { name: 'First light' }).first().waitFor()
  await page.locator('input[type="file"]').setInputFiles({ name, mimeType: 'text/markdown', buffer: Buffer.from(content) })
  await page.waitForURL(/\/notebook\/\?id=/)
  return page
}

export const journeys = [
  {
    title: 'a model is written as an ONNX file from its settings and from its menu, and opened again with its tokenizer',
    async travel({ visit, note }) {
      const folder = mkdtempSync(path.join(tmpdir(), 'vitrine-onnx-'))
      try {
        const page = await openText(await visit({ width: 1440, height: 1100 }), 'out-and-in.md', text)
        await until(page, 'odds', 'fresh')
        const before = await words(node(page, 'odds'))
        await node(page, 'primer').locator('.node-head, header').first().click()
        const button = page.getByRole('button', { name: 'Download as ONNX' })
        await button.waitFor()
        assert.deepEqual(await seriousFindings(page, readFileSync), [])
        const start = Date.now()
        const [download] = await Promise.all([page.waitForEvent('download'), button.click()])
        assert.equal(download.suggestedFilename(), 'primer-6m.onnx')
        const file = path.join(folder, 'primer-6m.onnx')
        await download.saveAs(file)
        const { size } = statSync(file)
        note(`${(size / 1e6).toFixed(1)} MB after ${((Date.now() - start) / 1000).toFixed(1)} s`)
        assert.ok(size > 20e6)
        await button.waitFor()
        await node(page, 'primer').locator('.node-head, header').first().click({ button: 'right' })
        const [again] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'Download as ONNX' }).click()])
        assert.equal(again.suggestedFilename(), 'primer-6m.onnx')
        await page.getByRole('button', { name: 'Choose a model' }).click()
        const dialog = page.getByRole('dialog')
        await dialog.getByLabel('Model files').setInputFiles([file, path.join(root, 'public', 'models', 'primer-6m', 'tokenizer.json')])
        await dialog.getByText('in use').waitFor()
        await dialog.getByRole('button', { name: 'Close' }).click()
        await page.waitForFunction(() => /ONNX/.test(document.querySelector('[data-node="primer"]')?.innerText ?? ''), null, {
          timeout: 60_000,
        })
        await until(page, 'odds', 'fresh')
        await quiet(page)
        assert.equal(await words(node(page, 'odds')), before)
        // It is one already, and says so.
        await page.getByRole('button', { name: 'Download as ONNX' }).click()
        await page
          .getByText(/is an ONNX file of others already/)
          .first()
          .waitFor()
      } finally {
        rmSync(folder, { recursive: true })
      }
    },
  },
]
