// From a key going down in the prompt of the tour to its attention map painted anew, in a real browser on the built pages.
import { openHouse } from '../browser/harness.mjs'
import { address, field, quiet, until } from '../browser/notebook.mjs'

const NOTEBOOK = 'first-light'
const TEXT = ' Tom and Mia ran to a tree'
const PATIENCE = 10_000
/** Between keys, so that what one of them set off is not taken for the next one's. */
const PAUSE = 300

// Runs in the page before its own scripts: notes when keys go down and when the attention map is drawn.
function watchPaint() {
  const seen = { keys: [], paints: [] }
  globalThis.watchedPaint = seen
  addEventListener('keydown', () => seen.keys.push(performance.now()), true)
  const { drawImage } = CanvasRenderingContext2D.prototype
  CanvasRenderingContext2D.prototype.drawImage = function (...args) {
    // What is drawn now is on screen with the next frame.
    if (this.canvas.closest?.('[data-kind="attention"]')) requestAnimationFrame(() => seen.paints.push(performance.now()))
    return drawImage.apply(this, args)
  }
}

/** Milliseconds for each key typed alone: to the first new picture of the map. */
export async function measureKeystroke() {
  const house = await openHouse()
  try {
    const visitor = await house.visitor({ init: watchPaint })
    const page = await visitor.open(address(NOTEBOOK))
    await until(page, 'odds', 'fresh')
    await quiet(page, PAUSE)
    await field(page, 'prompt').click()
    await page.keyboard.press('Control+End')
    const times = []
    for (const key of TEXT) {
      await page.evaluate(() => {
        globalThis.watchedPaint.keys.length = 0
        globalThis.watchedPaint.paints.length = 0
      })
      await page.keyboard.type(key)
      await page.waitForFunction(() => globalThis.watchedPaint.paints.length > 0, undefined, { timeout: PATIENCE })
      await quiet(page, PAUSE)
      const { keys, paints } = await page.evaluate(() => globalThis.watchedPaint)
      times.push(paints[0] - keys[0])
    }
    return times.sort((a, b) => a - b)
  } finally {
    await house.close()
  }
}
