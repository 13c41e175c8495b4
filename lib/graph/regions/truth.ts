/* Whether a value on the wire of a test says yes: numbers, yes and no, words. */
import type { Boxed } from '../port-type'
import { NodeFailure } from '../states'

const NO = new Set<unknown>([0, false, null, '', 'no', 'false'])

export function truthOf({ type, value }: Boxed, node: string): boolean {
  if (!type.spec.asParam)
    throw new NodeFailure('wrong-type', `${node} ends on a number or a yes or no; ${type.title} is neither.`, {
      port: 'until',
      hint: 'Assert, Compare and Find in text give one.',
    })
  return !NO.has(type.spec.asParam(value))
}
