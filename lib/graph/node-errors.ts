/* Whatever was thrown, as the error a node shows. */
import { sentences } from './sentences'
import { NodeFailure, type NodeError } from './states'

/** Failures of this room keep their parts; other rooms' failures are known by a `code`; anything else is `internal`. */
export function toNodeError(thrown: unknown, node: string): NodeError {
  if (thrown instanceof NodeFailure) {
    const { port, hint } = thrown.options
    return { code: thrown.code, message: thrown.message, ...(port === undefined ? {} : { port }), ...(hint === undefined ? {} : { hint }) }
  }
  if (thrown instanceof Error) {
    const { code, hint } = thrown as Error & { code?: unknown; hint?: unknown }
    if (typeof code === 'string' && !(thrown instanceof DOMException)) {
      return { code, message: thrown.message, ...(typeof hint === 'string' ? { hint } : {}) }
    }
    return toNodeError(sentences.notAnError(node, thrown.message.replace(/\.$/, '') || thrown.name), node)
  }
  return toNodeError(sentences.notAnError(node, String(thrown)), node)
}
