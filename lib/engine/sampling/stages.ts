/*
 * The stages of a sampling chain: logits in, logits out, −∞ for what is removed. Conventions are those of transformers' logits processors
 * (ties and thresholds included), so that a chain here leaves what the same chain leaves there.
 */
import { argmax, exactSoftmax } from './probabilities'

/** What a stage keeps, as a sentence fragment, and the logits it leaves. */
export interface StageResult {
  readonly logits: Float32Array
  readonly reason: string
}

export type Stage = (logits: Float32Array, setting: number, history: readonly number[]) => StageResult

const kept = (logits: Float32Array, keep: (id: number) => boolean): Float32Array =>
  logits.map((value, id) => (keep(id) ? value : -Infinity))

/** Ids that are still candidates, best first; equal ones by id. */
function ranked(logits: Float32Array): number[] {
  const ids: number[] = []
  for (let id = 0; id < logits.length; id++) if (logits[id]! > -Infinity) ids.push(id)
  return ids.sort((a, b) => logits[b]! - logits[a]! || a - b)
}

/** Holtzman et al. 2019 cite it as the usual start: logits divided by the temperature; at 0 only the best is left. */
const temperature: Stage = (logits, setting) => {
  if (setting === 0) {
    const best = argmax(logits)
    return { logits: kept(logits, (id) => id === best), reason: 'greedy: only the best is left' }
  }
  const words = setting === 1 ? 'scores as they are' : setting < 1 ? 'differences stretched' : 'differences shrunk'
  return { logits: logits.map((value) => value / setting), reason: words }
}

/** Fan et al. 2018 (arXiv:1805.04833). Equals of the last one kept stay, too. */
const topK: Stage = (logits, setting) => {
  const order = ranked(logits)
  if (setting === 0 || setting >= order.length)
    return { logits, reason: setting === 0 ? 'off' : `all ${order.length} are within ${setting}` }
  const least = logits[order[setting - 1]!]!
  return { logits: kept(logits, (id) => logits[id]! >= least), reason: `the ${setting} best` }
}

/** Holtzman et al. 2019 (arXiv:1904.09751): the smallest set whose mass reaches p. Counted from the least likely, mass up to 1 − p goes. */
const topP: Stage = (logits, setting) => {
  if (setting >= 1) return { logits, reason: 'off' }
  const probabilities = exactSoftmax(logits)
  const order = ranked(logits)
  const gone = new Set<number>()
  let mass = 0
  for (let i = order.length - 1; i > 0; i--) {
    mass += probabilities[order[i]!]!
    if (mass > 1 - setting) break
    gone.add(order[i]!)
  }
  return { logits: kept(logits, (id) => !gone.has(id)), reason: `the smallest set reaching ${setting}` }
}

/** Nguyen et al. 2024 (arXiv:2407.01082): at least a share of the best one's probability. */
const minP: Stage = (logits, setting) => {
  if (setting === 0) return { logits, reason: 'off' }
  const probabilities = exactSoftmax(logits)
  const best = argmax(logits)
  const least = setting * probabilities[best]!
  return {
    logits: kept(logits, (id) => id === best || probabilities[id]! >= least),
    reason: `at least ${setting} of the best one's probability`,
  }
}

/** Keskar et al. 2019 (arXiv:1909.05858): what was said already is divided (above 0) or multiplied (below), once each. */
const repetitionPenalty: Stage = (logits, setting, history) => {
  const said = new Set(history)
  const words = said.size === 1 ? '1 token said before' : `${said.size} tokens said before`
  if (setting === 1 || said.size === 0) return { logits, reason: setting === 1 ? 'off' : 'nothing said before' }
  const out = logits.map((value, id) => (said.has(id) ? (value < 0 ? value * setting : value / setting) : value))
  return { logits: out, reason: `${words}, ${setting > 1 ? 'made less likely' : 'made more likely'}` }
}

export const STAGES: Readonly<Record<string, Stage>> = { temperature, topK, topP, minP, repetitionPenalty }
