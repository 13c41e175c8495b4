/* What a chat template may spend. It is a program from a stranger's file: it gets plain data, counted steps and bounded texts, and nothing of the host. */
import { Interpreter } from '@huggingface/jinja'
import { EngineFailure } from '../types'

export const MAX_TEMPLATE = 200_000
const MAX_STEPS = 200_000
const MAX_TEXT = 4_000_000
const MAX_RANGE = 10_000

const overspent = (what: string): EngineFailure =>
  new EngineFailure(
    'chat-template-budget',
    `The chat template was stopped: ${what}.`,
    'A template that lays out a conversation needs far less; this one may loop.',
  )

export type Evaluate = Interpreter['evaluate']

/** Jinja's interpreter, counting every expression that it evaluates. */
export class BoundedInterpreter extends Interpreter {
  private steps = 0

  override evaluate(...[statement, environment]: Parameters<Evaluate>): ReturnType<Evaluate> {
    if (++this.steps > MAX_STEPS) throw overspent(`it took more than ${MAX_STEPS.toLocaleString('en')} steps`)
    const result = super.evaluate(statement, environment)
    if (typeof result.value === 'string' && result.value.length > MAX_TEXT)
      throw overspent('it made a text of more than 4 million characters')
    return result
  }
}

/** Python's range, of at most 10,000 numbers. */
export function boundedRange(start: number, stop?: number, step = 1): number[] {
  const [from, to] = stop === undefined ? [0, start] : [start, stop]
  if (step === 0) throw new EngineFailure('chat-template', 'The chat template asks for a range with step 0.')
  const count = Math.max(0, Math.ceil((to - from) / step))
  if (!(count <= MAX_RANGE)) throw overspent(`it asked for a range of ${count} numbers`)
  return Array.from({ length: count }, (_, i) => from + i * step)
}
