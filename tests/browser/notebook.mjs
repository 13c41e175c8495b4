// A notebook page as a journey sees it: nodes by id, their state and words, typing, wiring with the mouse, waiting for quiet.
// Only the promised attributes are used where they suffice: data-node, data-kind, data-state, data-panel.
import assert from 'node:assert/strict'

export const address = (id) => `/notebook/?id=${id}`
export const node = (page, id) => page.locator(`[data-node="${id}"]`)
export const panel = (page, id, name) => node(page, id).locator(`[data-panel="${name}"]`)
export const stateOf = (page, id) => node(page, id).getAttribute('data-state')
export const words = (locator) => locator.innerText().then((text) => text.replace(/\s+/g, ' ').trim())

/** Waits until a node is in one of the states. */
export async function until(page, id, ...states) {
  const list = states.map((state) => `[data-node="${id}"][data-state="${state}"]`).join(',')
  await page.waitForSelector(list, { timeout: 20_000 })
}

/** Waits until at least `count` nodes are fresh. */
export async function freshNodes(page, count) {
  await page.waitForFunction((least) => document.querySelectorAll('[data-node][data-state="fresh"]').length >= least, count, {
    timeout: 20_000,
  })
}

/** Waits until no node on the page works or waits to, for a while in a row, counted from now: an edit may be held for half a second. */
export async function quiet(page, span = 600) {
  await page.evaluate(() => {
    globalThis.quietSince = undefined
  })
  await page.waitForFunction(
    (wanted) => {
      const busy = document.querySelector('[data-state="queued"],[data-state="running"],[data-state="streaming"]') !== null
      const at = performance.now()
      if (busy || globalThis.quietSince === undefined) globalThis.quietSince = at
      return !busy && at - globalThis.quietSince > wanted
    },
    span,
    { timeout: 30_000, polling: 50 },
  )
}

/** The place in a node that is typed into. */
export const field = (page, id) => node(page, id).locator('textarea, [contenteditable="true"]').first()
export const typed = (locator) => locator.evaluate((element) => ('value' in element ? element.value : element.textContent))

/** Puts the caret at the end and types like a person. */
export async function typeAtEnd(page, id, text, delay = 40) {
  const place = field(page, id)
  await place.click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(text, { delay })
}

const port = (page, id, side, name) => page.locator(`[data-nodeid="${id}"][data-handleid="${side}:${name}"]`)

async function middle(locator) {
  const box = await locator.boundingBox()
  assert.ok(box, 'the port is not on screen')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** Drags a wire with the mouse and, unless told to hold, lets it go. */
export async function wire(page, [from, output], [to, input], { hold = false } = {}) {
  const start = await middle(port(page, from, 'out', output))
  const end = await middle(port(page, to, 'in', input))
  await page.mouse.move(start.x, start.y)
  await page.mouse.down()
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 6 })
  await page.mouse.move(end.x, end.y, { steps: 6 })
  if (!hold) await page.mouse.up()
}

/** Opens a menu by its button and takes an item. */
export async function choose(page, menu, item) {
  await page.getByRole('button', { name: menu, exact: true }).first().click()
  await page.getByRole('menuitem', { name: item }).click()
}

/** Scrolls through the whole notebook, so that every sheet is looked at once. */
export async function seeAll(page) {
  const sheets = page.locator('[data-sheet]')
  for (let at = 0; at < (await sheets.count()); at++) {
    await sheets.nth(at).scrollIntoViewIfNeeded()
    await page.waitForTimeout(150)
    await quiet(page)
  }
}

/** Takes an entry of the list that is open (kinds, ports); another list may open in its place. */
export async function pick(page, text) {
  await page.locator('[cmdk-input]').waitFor()
  const input = await page.locator('[cmdk-input]').elementHandle()
  await input.focus()
  await page.keyboard.type(text)
  await page.waitForFunction(
    (wanted) => document.querySelector('[cmdk-item][data-selected="true"] b')?.innerText.toLowerCase().startsWith(wanted),
    text.toLowerCase(),
  )
  await page.keyboard.press('Enter')
  // The focus comes back a moment after the list is gone; a key pressed between would be nobody's.
  await page.waitForFunction((element) => !element.isConnected && document.activeElement !== document.body, input)
}

/** The text of a download that `act` sets off. */
export async function downloaded(page, act) {
  const [download] = await Promise.all([page.waitForEvent('download'), act()])
  const stream = await download.createReadStream()
  const chunks = []
  for await (const chunk of stream) chunks.push(chunk)
  return { name: download.suggestedFilename(), text: Buffer.concat(chunks).toString('utf8') }
}

/** Passes every question, so that all of the notebook is shown. */
export async function passQuestions(page) {
  for (let left = 20; left > 0; left--) {
    await quiet(page)
    const pass = page.locator('[data-kind="question"] [data-panel="card"] button.link').first()
    if ((await pass.count()) === 0) return
    await pass.scrollIntoViewIfNeeded()
    await pass.click()
    await page.waitForTimeout(300)
  }
}
