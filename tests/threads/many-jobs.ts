/* Many short jobs in a row on several threads, each checked: `node many-jobs.mjs THREADS JOBS` prints how many were done and how many wrong. */
import { JOBS, Machine } from '../../lib/engine/backends/wasm/machine'

const [threads, jobs] = process.argv.slice(2).map(Number) as [number, number]
const INNER = 4
const PIECE = 32
/** Few and many by turns: the next job has more pieces than the one that a late thread still looks at. */
const SIZES = [2, 40]

const machine = await Machine.start('simd', threads)
const { heap } = machine
const stride = 4 * PIECE * INNER
const most = Math.max(...SIZES)
const [x, w, y] = [4 * INNER, stride * most, 4 * PIECE * most].map((bytes) => heap.take(bytes)) as [number, number, number]
heap.floats.fill(1, x / 4, x / 4 + INNER)
heap.floats.fill(1, w / 4, w / 4 + PIECE * INNER * most)
// Other threads are there a little later; before that the caller would do everything.
await new Promise((resolve) => setTimeout(resolve, 200))

let wrong = 0
for (let job = 0; job < jobs; job++) {
  const pieces = SIZES[job % SIZES.length]!
  const outer = PIECE * pieces
  const result = heap.floats.subarray(y / 4, y / 4 + outer)
  result.fill(-1)
  machine.job(JOBS.linear, pieces, [x, 4 * INNER, 1, w, stride, 0, INNER, y, 4 * outer, outer, 0, 128, 0, 0])
  if (result.some((sum) => sum !== INNER)) wrong++
}
process.stdout.write(`${JSON.stringify({ threads: machine.threads, jobs, wrong })}\n`)
process.exit(0)
