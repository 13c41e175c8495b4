/* The options of a question: ranges of one number that cover the line, or texts. Exactly one of them is right. */
import { z } from '../../graph/zod'

export const option = z.strictObject({
  say: z.string(),
  /** Right from here on, the bound included … */
  above: z.number().optional(),
  /** … up to here, the bound excluded. */
  below: z.number().optional(),
  /** Right where the truth is this text or number. */
  value: z.union([z.string(), z.number()]).optional(),
  because: z.string().optional(),
})
export type Option = z.output<typeof option>

export const options = z.array(option).superRefine((list, context) => {
  const problem = rangesProblem(list)
  if (problem) context.addIssue({ code: 'custom', message: problem, input: list })
})

const isRange = (given: Option): boolean => given.value === undefined && (given.above !== undefined || given.below !== undefined)
const low = (given: Option): number => given.above ?? -Infinity
const high = (given: Option): number => given.below ?? Infinity

/** Ranges of one question do not overlap and cover the line. Null where that holds, or where options are texts. */
export function rangesProblem(list: readonly Option[]): string | null {
  const ranges = list.filter(isRange).sort((a, b) => low(a) - low(b) || high(a) - high(b))
  if (ranges.length === 0 || ranges.length < list.length) return null
  let reached = -Infinity
  let last = ''
  for (const range of ranges) {
    if (low(range) >= high(range)) return `“${range.say}” holds nothing: above ${low(range)} and below ${high(range)}`
    if (low(range) < reached || (reached === -Infinity && last))
      return `“${last}” and “${range.say}” overlap from ${low(range)} to ${Math.min(reached, high(range))}`
    if (low(range) > reached)
      return reached === -Infinity ? `no option covers what is below ${low(range)}` : `no option covers ${reached} to ${low(range)}`
    reached = high(range)
    last = range.say
  }
  return reached === Infinity ? null : `no option covers ${reached} and above`
}

/** Places of the options that hold for the truth. One without range and value holds where no other does. */
export function holding(list: readonly Option[], truth: number | string): readonly number[] {
  const said = list.flatMap((given, place) => (holds(given, truth) ? [place] : []))
  if (said.length > 0) return said
  return list.flatMap((given, place) => (given.value === undefined && !isRange(given) ? [place] : []))
}

function holds(given: Option, truth: number | string): boolean {
  if (given.value !== undefined) return String(given.value) === String(truth)
  return isRange(given) && typeof truth === 'number' && truth >= low(given) && truth < high(given)
}
