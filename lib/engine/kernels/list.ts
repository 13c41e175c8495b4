/*
 * A list of commands, done one after the other in one call: [kind, number of words, words…]. Kinds below 16 are jobs, their first word the
 * number of pieces; the others are kernels, in the order of the backend's recorder.
 */
import { causalMask } from './attention'
import { gather } from './expand'
import { real, word } from './numbers'
import { quantizeRows } from './quantize-rows'
import { activate, activateAndMultiply, add, columns, multiply, normalize, normScale, rotate, scale, sumHeads } from './rows'
import { runAt } from './work'

export function replay(at: usize, end: usize, threads: i32): void {
  while (at < end) {
    const kind = word(at, 0), args = at + 8
    if (kind < 16) runAt(args + 4, kind, word(args, 0), threads)
    else command(kind, args)
    at = args + (<usize>word(at, 1) << 2)
  }
}

@inline function command(kind: i32, a: usize): void {
  switch (kind) {
    case 16: memory.copy(word(a, 0), word(a, 1), word(a, 2)); return
    case 17: gather(word(a, 0), word(a, 1), word(a, 2), word(a, 3), word(a, 4), word(a, 5), word(a, 6)); return
    case 18: quantizeRows(word(a, 0), word(a, 1), word(a, 2), word(a, 3), word(a, 4), word(a, 5), word(a, 6), word(a, 7)); return
    case 19: causalMask(word(a, 0), word(a, 1), word(a, 2), word(a, 3), word(a, 4), word(a, 5)); return
    case 20: normScale(word(a, 0), word(a, 1), word(a, 2), word(a, 3), real(a, 4), word(a, 5) != 0); return
    case 21: normalize(word(a, 0), word(a, 1), word(a, 2), word(a, 3), word(a, 4), word(a, 5), word(a, 6), word(a, 7) != 0); return
    case 22: rotate(word(a, 0), word(a, 1), word(a, 2), word(a, 3), word(a, 4), word(a, 5), word(a, 6), word(a, 7)); return
    case 23: add(word(a, 0), word(a, 1), word(a, 2), word(a, 3)); return
    case 24: multiply(word(a, 0), word(a, 1), word(a, 2), word(a, 3)); return
    case 25: scale(word(a, 0), word(a, 1), word(a, 2), real(a, 3)); return
    case 26: sumHeads(word(a, 0), word(a, 1), word(a, 2), word(a, 3), word(a, 4), word(a, 5)); return
    case 27: columns(word(a, 0), word(a, 1), word(a, 2), word(a, 3), word(a, 4), word(a, 5)); return
    case 28: activate(word(a, 0), word(a, 1), word(a, 2), word(a, 3)); return
    case 29: activateAndMultiply(word(a, 0), word(a, 1), word(a, 2), word(a, 3), word(a, 4)); return
  }
}
