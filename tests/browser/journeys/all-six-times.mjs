// The promised times of the quantizer and of searching, each printed beside its budget (measure.mjs says what fails).
import assert from 'node:assert/strict'
import { chooseAll, fillClipboard, paste } from '../clipboard.mjs'
import { longText } from '../long-text.mjs'
import { judge, repaint } from '../measure.mjs'
import { field, node, panel, quiet, until } from '../notebook.mjs'
import { setBits, sliderOf } from '../bits.mjs'

async function openText(visit, text) {
  const visitor = await visit()
  const page = await visitor.open('/')
  await page.getByRole('link', { name: 'First light' }).first().waitFor()
  await page.locator('input[type="file"]').setInputFiles({ name: 'measured.md', mimeType: 'text/markdown', buffer: Buffer.from(text) })
  await page.waitForURL(/\/notebook\/\?id=/)
  return page
}
const notebook = (sheet) => `---\nvitrine: 1\ntitle: Measured\n---\n\`\`\`graph sheet\n${sheet}\`\`\`\n`

async function dragBits(page, id, panels) {
  const track = await node(page, id).locator('.slider').boundingBox()
  // Half a thumb inside both ends.
  const at = (bits) => track.x + 4 + ((track.width - 8) * (bits - 2)) / 6
  const y = track.y + track.height / 2
  await page.mouse.move(at(8), y)
  await page.mouse.down()
  const times = []
  for (const bits of [7, 6, 5, 4, 3, 2]) {
    const { ms } = await repaint(page, { id, panels, event: 'pointermove' }, () => page.mouse.move(at(bits), y))
    times.push(ms)
  }
  await page.mouse.up()
  return times
}

export const journeys = [
  {
    title: 'dragging the bits of one matrix repaints its error and its grid',
    async travel({ visit, note }) {
      const page = await openText(
        visit,
        notebook(
          'model: model@1\nmatrix: tensor@1\n  model: model.model\n  weight: model.layers.5.mlp.down_proj.weight\nsmall: quantize@1\n  of: matrix.tensor\n  per: group\n',
        ),
      )
      await until(page, 'small', 'fresh')
      await quiet(page)
      const panels = ['histogram', 'table']
      judge(note, 'dragging bits', await dragBits(page, 'small', panels), 50)
      await setBits(page, 'small', 4)
      await node(page, 'small').locator('header').click()
      const times = []
      for (const group of ['64', '128', '256', '32']) {
        const choice = page.getByRole('radio', { name: group, exact: true })
        times.push((await repaint(page, { id: 'small', panels, event: 'click' }, () => choice.click())).ms)
      }
      judge(note, 'another group size', times, 50)
    },
  },
  {
    title: 'the whole model is quantized in the tab, with progress, and the next value cancels',
    async travel({ visit, note }) {
      const page = await openText(visit, notebook('model: model@1\nsmall: quantize@1\n  of: model.model\n'))
      await until(page, 'small', 'fresh')
      await quiet(page)
      const slider = sliderOf(page, 'small')
      await slider.focus()
      const [times, tables] = [[], {}]
      let shown = 0
      for (const bits of [7, 6, 5, 4]) {
        const { ms, shares } = await repaint(page, { id: 'small', panels: ['histogram', 'table'], event: 'keydown' }, () =>
          slider.press('ArrowLeft'),
        )
        times.push(ms)
        shown = Math.max(shown, shares)
        tables[bits] = await panel(page, 'small', 'table').innerText()
      }
      judge(note, 'the whole model in fewer bits', times, 2000)
      note(`progress was seen at ${shown} places`)
      assert.ok(shown > 0, 'no progress was seen')
      // Through values that are not waited for: the last counts.
      for (const key of ['End', 'ArrowLeft', 'Home', 'ArrowRight', 'ArrowRight']) await slider.press(key)
      assert.equal(await slider.getAttribute('aria-valuenow'), '4')
      await page.waitForFunction(
        (table) => document.querySelector('[data-node="small"] [data-panel="table"]')?.innerText === table,
        tables[4],
      )
      await until(page, 'small', 'fresh')
    },
  },
  {
    title: 'a text of a megabyte is searched at once, and hits follow the query',
    async travel({ visit, note }) {
      const page = await openText(
        visit,
        notebook(
          'page: text@1\n  value: Nothing yet.\nasked: text@1\n  value: Box 1\nchunks: split@1\n  from: page.text\nshelf: index@1\n  documents: chunks.documents\nfound: search@1\n  index: shelf.index\n  query: asked.text\n',
        ),
      )
      await until(page, 'found', 'fresh')
      await quiet(page)
      const long = longText(1_000_000)
      const first = []
      for (const start of ['', 'Now. ', 'Then. ']) {
        await fillClipboard(page, 'Nothing yet.')
        await chooseAll(page, 'page')
        await paste(page)
        await until(page, 'found', 'fresh')
        await quiet(page)
        await fillClipboard(page, start + long)
        await chooseAll(page, 'page')
        first.push((await repaint(page, { id: 'found', panels: ['bars'], event: 'keydown' }, () => paste(page))).ms)
      }
      judge(note, `first hit in ${long.length} letters`, first, 300)
      await quiet(page)
      await field(page, 'asked').focus()
      await page.keyboard.press('Control+End')
      const typing = []
      for (const key of '2345')
        typing.push(
          (await repaint(page, { id: 'found', panels: ['bars', 'ribbons'], event: 'keydown' }, () => page.keyboard.press(key))).ms,
        )
      judge(note, 'hits after a key in the query', typing, 50)
    },
  },
]
