// Models from elsewhere: fetched from a hub (here one on the loopback address) with size, progress, stop and go on; opened from files;
// and a real chat model that answers with its template while its attention is read.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../../scripts/root.mjs'
import { seriousFindings } from '../harness.mjs'
import { primerFiles, startHub } from '../hub.mjs'
import { heldByScripts, megabytes, watchProcesses } from '../memory.mjs'
import { node, panel, quiet, until, words } from '../notebook.mjs'

const folder = path.join(root, 'public', 'models', 'primer-6m')
const chatFile = path.resolve(root, process.env.VITRINE_CHAT ?? '../shared/models/smollm2-135m-instruct/SmolLM2-135M-Instruct.Q4_1.gguf')

const fence = '```'
const small = `---
vitrine: 1
title: A model from elsewhere
---

${fence}graph one
primer: model@1
prompt: text@1
  value: The opposite of hot is
said: ask@1
  model: primer.model
  prompt: prompt.text
  most: 3
  stop: [.]
${fence}
`

const chat = `---
vitrine: 1
title: A conversation
---

${fence}graph chat
chat: model@1
asked: text@1
  value: What is the capital of France?
talk: messages@1
  user: asked.text
said: ask@1
  model: chat.model
  prompt: talk.messages
  most: 12
  stop: [.]
strip: chat-template@1
  messages: talk.messages
  tokenizer: chat.model
read: forward@1
  model: chat.model
  tokens: strip.tokens
heads: attention@1
  run: read.run
queries: tensor@1
  model: chat.model
  weight: model.layers.0.self_attn.q_proj.weight
parts: architecture@1
  model: chat.model
${fence}
`

/** A notebook given as text, opened from the shelf. */
async function openText(visitor, name, text) {
  const page = await visitor.open('/')
  await page.getByRole('link', { name: 'First light' }).first().waitFor()
  await page.locator('input[type="file"]').setInputFiles({ name, mimeType: 'text/markdown', buffer: Buffer.from(text) })
  await page.waitForURL(/\/notebook\/\?id=/)
  return page
}

async function chooseFor(page, id) {
  await node(page, id).locator('.node-head, header').first().click()
  await page.getByRole('button', { name: 'Choose a model' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('primer-6m', { exact: true }).waitFor()
  return dialog
}

const wholePage = { width: 1440, height: 1100 }

export const journeys = [
  {
    title: 'a hub is searched, a model is fetched with progress, stopped, gone on with, used offline and deleted',
    async travel({ visit, note }) {
      const hub = await startHub({ 'us/primer': primerFiles() })
      try {
        hub.behaviour.slow = { bytes: 256 * 1024, ms: 25 }
        const visitor = await visit(wholePage)
        const page = await openText(visitor, 'elsewhere.md', small)
        await until(page, 'said', 'fresh')
        const first = await words(node(page, 'said'))
        const dialog = await chooseFor(page, 'primer')
        assert.equal(hub.requests.length, 0, 'nothing is asked before somebody searches')
        assert.deepEqual(await seriousFindings(page, readFileSync), [])
        await dialog.getByRole('button', { name: /^Hub: / }).click()
        await dialog.getByLabel('Address of the hub').fill(hub.host)
        await dialog.getByRole('button', { name: 'Set', exact: true }).click()
        await dialog.getByLabel('Words, or owner/name').fill('prim')
        await dialog.getByRole('button', { name: 'Search', exact: true }).click()
        await dialog.getByRole('button', { name: /us\/primer/ }).click()
        const fetch = dialog.getByRole('button', { name: /^Fetch 11\.\d MB$/ })
        await fetch.waitFor()
        assert.match(await words(dialog), /Licence apache-2\.0/)
        await fetch.click()
        const bar = dialog.getByRole('progressbar')
        await page.waitForFunction(() => Number(document.querySelector('[role="progressbar"]')?.getAttribute('aria-valuenow')) > 10)
        const running = await words(dialog.getByLabel('Downloads'))
        note(running)
        assert.match(running, /of 11\.\d MB/)
        await dialog.getByRole('button', { name: 'Stop', exact: true }).click()
        await dialog.getByRole('button', { name: 'Go on', exact: true }).waitFor()
        const asked = hub.requests.length
        hub.behaviour.slow = undefined
        await dialog.getByRole('button', { name: 'Go on', exact: true }).click()
        await bar.waitFor({ state: 'detached' })
        assert.ok(
          hub.requests.slice(asked).some((request) => /model\.safetensors bytes=[1-9]/.test(request)),
          'it goes on from where it stopped',
        )
        await hub.close()
        await dialog.getByRole('button', { name: 'Use hub:us/primer' }).first().click()
        await dialog.getByRole('button', { name: 'Close' }).click()
        await until(page, 'said', 'fresh')
        await quiet(page)
        assert.match(await words(node(page, 'primer')), /hub/i)
        assert.equal((await words(panel(page, 'said', 'text').first())).length > 0, true)
        assert.ok(first.length > 0)
        const again = await chooseFor(page, 'primer')
        await again.getByRole('button', { name: 'Delete us/primer' }).click()
        await again.getByRole('button', { name: 'Delete', exact: true }).click()
        await page
          .getByText(/are free again/)
          .first()
          .waitFor()
        assert.equal(await again.getByLabel('On this machine').getByText('us/primer', { exact: true }).count(), 0)
      } finally {
        await hub.close().catch(() => undefined)
      }
    },
  },
  {
    title: 'a folder of files is opened from this machine, and what is no model is told in a sentence',
    async travel({ visit }) {
      const page = await openText(await visit(wholePage), 'files.md', small)
      await until(page, 'said', 'fresh')
      const dialog = await chooseFor(page, 'primer')
      await dialog.getByLabel('Model files').setInputFiles({ name: 'tale.txt', mimeType: 'text/plain', buffer: Buffer.from('Once') })
      await dialog.getByText(/tale\.txt cannot be opened as a model/).waitFor()
      const files = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'model.safetensors'].map((name) => path.join(folder, name))
      await dialog.getByLabel('Model files').setInputFiles(files)
      await dialog.getByText('in use').waitFor()
      await dialog.getByRole('button', { name: 'Close' }).click()
      await until(page, 'primer', 'fresh')
      await until(page, 'said', 'fresh')
      // Opened anew the files are gone: the node says so and offers the way.
      await page.waitForFunction(() => /kept/i.test(document.querySelector('footer.status')?.innerText ?? ''))
      await page.reload()
      await until(page, 'primer', 'error')
      await node(page, 'primer')
        .getByRole('button', { name: /Choose|Open/ })
        .click()
      await page.getByRole('dialog').getByText('From files').waitFor()
    },
  },
  {
    title: 'a chat model opened from its file answers with its template, and its attention is read',
    async travel({ visit, note, house }) {
      if (!existsSync(chatFile)) return note(`skipped: no chat model at ${chatFile}`)
      const taken = await watchProcesses(house.browser)
      const page = await openText(await visit(wholePage), 'conversation.md', chat)
      await quiet(page)
      const [empty, idle] = [await taken(), await heldByScripts(page)]
      const dialog = await chooseFor(page, 'chat')
      await dialog.getByLabel('Model files').setInputFiles(chatFile)
      await dialog.getByText('in use').waitFor()
      await dialog.getByRole('button', { name: 'Close' }).click()
      const start = Date.now()
      await page.waitForFunction(
        () => /\bParis\b/.test(document.querySelector('[data-node="said"]')?.innerText.replace(/\s+/g, ' ') ?? ''),
        null,
        { timeout: 60_000 },
      )
      note(`the first answer after ${((Date.now() - start) / 1000).toFixed(1)} s: ${await words(node(page, 'said'))}`)
      await until(page, 'heads', 'fresh')
      assert.equal(await panel(page, 'heads', 'attention').count(), 1)
      await until(page, 'said', 'fresh')
      assert.match(await words(node(page, 'strip')), /im_start/)
      // Weights that are read by hand come from the file once more.
      await until(page, 'queries', 'fresh')
      assert.match(await words(node(page, 'queries')), /−\d+\.\d+ \+\d+\.\d+/)
      await until(page, 'parts', 'fresh')
      await quiet(page)
      const [full, held] = [await taken(), await heldByScripts(page)]
      if (full)
        note(`its process took ${megabytes(full.most)} at most and ${megabytes(full.now)} now; before the model ${megabytes(empty.most)}`)
      const more = held.workers - idle.workers
      note(
        `workers hold ${megabytes(held.workers)} of objects and buffers, ${megabytes(more)} more than before; the page ${megabytes(held.page)}`,
      )
      assert.ok(more < 60e6, 'weights that the kernels have stay in their file')
    },
  },
]
