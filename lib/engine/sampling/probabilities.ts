/* Softmax and what is read off it. Candidates at −∞ have probability 0. Sums run in double precision. */
import { exp, log } from '../../tensor/math'
import { EngineFailure } from '../types'

/** Lowest id among the largest logits. Throws where there is no number at all. */
export function argmax(logits: ArrayLike<number>): number {
  let best = -1
  let top = -Infinity
  for (let id = 0; id < logits.length; id++) {
    const value = logits[id]!
    if (Number.isNaN(value)) throw notANumber(id)
    if (value > top || (best < 0 && value === top && value > -Infinity)) {
      best = id
      top = value
    }
  }
  if (best < 0) throw new EngineFailure('no-candidates', 'Every candidate is at −∞: nothing is left to choose from.')
  return best
}

const notANumber = (id: number): EngineFailure =>
  new EngineFailure(
    'not-a-number',
    `The logit of token ${id} is not a number.`,
    'The weights or an edit hold a NaN; look for the first layer that shows one.',
  )

/** Probabilities [V] in double precision. */
export function exactSoftmax(logits: ArrayLike<number>): Float64Array {
  const top = logits[argmax(logits)]!
  const out = new Float64Array(logits.length)
  let sum = 0
  for (let id = 0; id < out.length; id++) {
    // +∞ takes all, shared among its equals.
    const value = top === Infinity ? (logits[id] === Infinity ? 1 : 0) : exp(logits[id]! - top)
    out[id] = value
    sum += value
  }
  for (let id = 0; id < out.length; id++) out[id] = out[id]! / sum
  return out
}

/** Probabilities [V], rounded to float32. */
export function softmax(logits: ArrayLike<number>): Float32Array {
  return Float32Array.from(exactSoftmax(logits))
}

/** −Σ p log₂ p. */
export function entropyBits(probabilities: ArrayLike<number>): number {
  let sum = 0
  for (let id = 0; id < probabilities.length; id++) {
    const p = probabilities[id]!
    if (p > 0) sum -= p * log(p)
  }
  return Math.max(0, sum / log(2))
}

/** An id with its probability as chance. `random` gives [0, 1); the probabilities need not sum to 1 exactly. */
export function drawFrom(probabilities: ArrayLike<number>, random: () => number): number {
  let sum = 0
  for (let id = 0; id < probabilities.length; id++) sum += probabilities[id]!
  if (!(sum > 0)) throw new EngineFailure('no-candidates', 'No candidate has any probability: nothing is left to draw from.')
  const aim = random() * sum
  let passed = 0
  let last = 0
  for (let id = 0; id < probabilities.length; id++) {
    const p = probabilities[id]!
    if (p <= 0) continue
    passed += p
    last = id
    if (aim < passed) return id
  }
  return last
}
