/* A param given on a command line: read as the file would read it, except that a text is taken whole, without quoting. */
import type { Json } from '../graph/json'
import { OperationRefused } from './draft'
import { readAny } from './flow'
import { readNumber, SyntaxProblem } from './scalar'
import type { KindFacts } from './types'

export function readParamText(facts: KindFacts, name: string, text: string): Json {
  const reads = facts.params.find((param) => param.name === name)?.reads
  if (reads === undefined) throw new OperationRefused(`\`${facts.kind}\` has no param \`${name}\`.`)
  if (reads === 'text' || reads === 'choice') return text
  if (reads === 'switch') {
    if (text === 'yes' || text === 'true') return true
    if (text === 'no' || text === 'false') return false
    throw new OperationRefused(`\`${name}\` takes yes or no, not \`${text}\`.`)
  }
  if (reads === 'number') {
    const value = readNumber(text.trim())
    if (value === null) throw new OperationRefused(`\`${name}\` takes a number, not \`${text}\`.`)
    return value
  }
  try {
    return readAny(text)
  } catch (error) {
    if (error instanceof SyntaxProblem) throw new OperationRefused(`\`${name}\`: ${error.message}`, error.hint)
    throw error
  }
}
