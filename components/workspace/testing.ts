/* An evaluator that computes nothing, for tests of what the page writes. */
import type { Evaluator } from '../../lib/session/types'

export const stillEvaluator = (): Evaluator => ({
  setPlan: () => undefined,
  observe: () => undefined,
  run: () => undefined,
  runFrom: () => undefined,
  allow: () => undefined,
  prioritise: () => undefined,
  ask: () => Promise.reject(new Error('Nothing is asked here.')),
  exportModel: () => Promise.reject(new Error('Nothing is written here.')),
  clearKept: () => undefined,
  cancel: () => undefined,
  setViewerInput: () => undefined,
  chooseIteration: () => undefined,
  onViews: () => () => undefined,
  onStatus: () => () => undefined,
  settled: () => Promise.resolve(),
  dispose: () => undefined,
})
