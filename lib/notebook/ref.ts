/* `node.port` as it stands in a file. */
import type { Ref } from '../graph/graph'
import { forbiddenKey } from './names'

const REF = /^([A-Za-z][A-Za-z0-9_-]*)\.([A-Za-z][A-Za-z0-9_-]*)$/

export function readRef(text: string): Ref | null {
  const found = REF.exec(text)
  const [, node = '', port = ''] = found ?? []
  return found && !forbiddenKey(node) && !forbiddenKey(port) ? { node, port } : null
}
