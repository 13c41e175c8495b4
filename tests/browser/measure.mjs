// Times of a page beside what is promised: from an event to the paint that shows what follows from it.
// Times are wall times, and other programs of the machine are in them: each is printed beside its budget. Only what takes three
// times as long at its best fails, or three times its share where more programs are at work than the machine has cores.
import assert from 'node:assert/strict'
import os from 'node:os'

// Runs in the page: from an event to the paint after which all the parts are others than before and the node is fresh.
function watchRepaint({ id, panels, event }) {
  const read = () => panels.map((name) => document.querySelector(`[data-node="${id}"] [data-panel="${name}"]`)?.innerHTML ?? '')
  const before = read()
  const shares = new Set()
  let start
  addEventListener(event, ({ timeStamp }) => (start ??= timeStamp), { capture: true, once: true })
  globalThis.repainted = new Promise((resolve) => {
    const end = () => {
      const after = new MessageChannel()
      after.port1.onmessage = () => resolve({ ms: performance.now() - start, shares: shares.size })
      after.port2.postMessage(0)
    }
    const look = () => {
      const bar = document.querySelector(`[data-node="${id}"] .bar-line`)
      if (bar) shares.add(bar.style.width)
      const fresh = document.querySelector(`[data-node="${id}"]`)?.dataset.state === 'fresh'
      if (start !== undefined && fresh && read().every((part, at) => part !== before[at])) end()
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
}

/** Does something, and waits until the node shows what follows from it. */
export async function repaint(page, what, act) {
  await page.evaluate(watchRepaint, what)
  await act()
  return page.evaluate(() => globalThis.repainted)
}

const crowd = () => Math.max(1, os.loadavg()[0] / os.availableParallelism())

/** Prints the times beside the budget; fails where even the best is far over it. */
export function judge(note, what, times, budget) {
  const sorted = [...times].sort((a, b) => a - b)
  const middle = sorted[Math.floor(sorted.length / 2)]
  const list = times.map((ms) => Math.round(ms)).join(', ')
  const others = crowd()
  const over = middle > budget ? `, over the budget with ${others.toFixed(1)} programs at work for each core` : ''
  note(`${what}: ${list} ms; median ${Math.round(middle)} of ${budget} ms${over}`)
  assert.ok(sorted[0] <= 3 * budget * others, `${what}: ${Math.round(sorted[0])} ms at best, promised are ${budget} ms`)
}
