/* Must hold while a slider is dragged: few runs, a picture at least every half second, and the last value at the end. */
import { afterEach, expect, test, vi } from 'vitest'
import { z } from '../zod'
import { Count, graphOf, lookup, plainKind } from '../testing'
import { Runtime } from './runtime'

afterEach(() => vi.useRealTimers())

const NODE_MS = 300
const DRAG_MS = 2000

test.each([8, 16, 40, 100, 250])('dragged for 2 s over a node of 300 ms, an edit every %i ms', async (every) => {
  vi.useFakeTimers()
  const clock = () => performance.now()
  const value = plainKind({
    kind: 'value',
    inputs: {},
    outputs: { count: Count.output('') },
    params: z.object({ value: z.number() }),
    compute: (_, params) => ({ count: params.value }),
  })
  let started = 0
  const slow = plainKind({
    kind: 'slow',
    inputs: { count: Count.input('') },
    outputs: { count: Count.output('') },
    params: z.object({}),
    compute: async ({ count }) => {
      started++
      await new Promise((resolve) => setTimeout(resolve, NODE_MS))
      return { count }
    },
  })
  const runtime = new Runtime({ kinds: lookup([value, slow]), services: {}, clock })
  const drag = (to: number) =>
    runtime.setGraph(graphOf({ v: { kind: 'value', params: { value: to } }, s: { kind: 'slow', inputs: { count: 'v.count' } } }), 0)
  const shown: { readonly at: number; readonly value: unknown }[] = []
  runtime.onChange((ids) => {
    const { outputs } = runtime.record('s')
    if (ids.has('s') && outputs['count']?.value !== shown.at(-1)?.value) shown.push({ at: clock(), value: outputs['count']?.value })
  })
  drag(0)
  runtime.observe(['s'])
  await vi.advanceTimersByTimeAsync(1000)
  const begin = clock()
  const before = started
  let last = 0
  while (clock() - begin < DRAG_MS) {
    drag(++last)
    await vi.advanceTimersByTimeAsync(every)
  }
  await vi.advanceTimersByTimeAsync(1000)
  const paints = [begin, ...shown.map(({ at }) => at).filter((at) => at > begin)]
  const during = paints.filter((at) => at <= begin + DRAG_MS)
  const gaps = [...during.slice(1), begin + DRAG_MS].map((at, i) => at - (during[i] ?? begin))
  console.info(
    `slider, an edit every ${every} ms: ${started - before} runs, ${during.length - 1} repaints while dragging, at most ${Math.round(Math.max(...gaps))} ms apart, ended on ${String(shown.at(-1)?.value)} of ${last}`,
  )
  expect(started - before).toBeLessThanOrEqual(8)
  expect(Math.max(...gaps)).toBeLessThanOrEqual(500)
  expect(shown.at(-1)?.value).toBe(last)
  expect(runtime.record('s').state).toBe('fresh')
})
