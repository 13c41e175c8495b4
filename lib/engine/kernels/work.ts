/*
 * Work in pieces, on one thread or several. One word of 64 bits holds the number of the job and how many of its pieces nobody has taken; a
 * piece is taken by lowering it. Both stand in the one word, so nobody can take a piece of a job that is over, and all else that a job says
 * is read only after a piece of it was taken: until that is done it cannot change. The caller takes pieces like everybody: where no other
 * thread ever wakes up, it does them all. Waiting is a short spin, then a sleep in the kernel.
 */
import { attend, mix, scores, softmax } from './attention'
import { linearExpanded } from './expand'
import { linearF32 } from './linear-f32'
import { linearInteger } from './linear-integer'

const STATE: usize = 1024
const JOB: usize = 1028
const PIECES: usize = 1032
const DONE: usize = 1036
const KIND: usize = 1040
const SLEEPING: usize = 1044
const STOP: usize = 1048
const ARGUMENTS: usize = 1088
/** Where the words of the job at work begin. */
const WORDS: usize = 1052
const SPINS = 4000

@inline function piece(kind: i32, args: usize, n: i32, thread: i32): void {
  switch (kind) {
    case 0: linearF32(args, n); return
    case 1: linearInteger(args, n, thread); return
    case 2: linearExpanded(args, n, thread); return
    case 3: attend(args, n, thread); return
    case 4: scores(args, n); return
    case 5: softmax(args, n); return
    case 6: mix(args, n); return
  }
}

/** A job whose words stand at their usual place. */
export function run(kind: i32, pieces: i32, threads: i32): void {
  runAt(ARGUMENTS, kind, pieces, threads)
}

/** Does all pieces of a job, with the other threads where there are some. */
export function runAt(args: usize, kind: i32, pieces: i32, threads: i32): void {
  if (threads < 2 || pieces < 2) {
    for (let n = 0; n < pieces; n++) piece(kind, args, n, 0)
    return
  }
  store<i32>(KIND, kind)
  store<usize>(WORDS, args)
  store<i32>(PIECES, pieces)
  atomic.store<i32>(DONE, 0)
  const job = load<i32>(JOB) + 1
  atomic.store<i64>(STATE, (<i64>job << 32) | <i64>pieces)
  if (atomic.load<i32>(SLEEPING) > 0) atomic.notify(JOB, threads - 1)
  take(job, 0)
  for (let spins = 0; ; spins++) {
    const done = atomic.load<i32>(DONE)
    if (done == pieces) return
    if (spins > SPINS) atomic.wait<i32>(DONE, done, 1000000)
  }
}

function take(job: i32, thread: i32): void {
  for (;;) {
    const state = atomic.load<i64>(STATE), left = <i32>state
    if (<i32>(state >> 32) != job || left == 0) return
    if (atomic.cmpxchg<i64>(STATE, state, state - 1) != state) continue
    const pieces = load<i32>(PIECES)
    piece(load<i32>(KIND), load<usize>(WORDS), pieces - left, thread)
    if (atomic.add<i32>(DONE, 1) + 1 == pieces) atomic.notify(DONE, 1)
  }
}

/** What every other thread does until it is told to stop. */
export function serve(thread: i32): void {
  let seen = 0
  for (;;) {
    let job = atomic.load<i32>(JOB)
    for (let spins = 0; job == seen; job = atomic.load<i32>(JOB)) {
      if (atomic.load<i32>(STOP)) return
      if (++spins < SPINS) continue
      atomic.add<i32>(SLEEPING, 1)
      atomic.wait<i32>(JOB, seen, -1)
      atomic.sub<i32>(SLEEPING, 1)
    }
    if (atomic.load<i32>(STOP)) return
    seen = job
    take(job, thread)
  }
}

export function stop(threads: i32): void {
  atomic.store<i32>(STOP, 1)
  atomic.add<i32>(JOB, 1)
  atomic.notify(JOB, threads)
}
