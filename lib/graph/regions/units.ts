/*
 * Which nodes of a notebook stand for the same flat nodes as before an edit: those whose text is the same, with all that they
 * read still leading where it led. Texts are compared, since a plan that comes from the page shares no objects with the one before.
 */
import type { Definition, GraphNode, Ref } from '../graph'
import type { Authored, Expanding } from './work'

export function sameUnits(before: Authored, after: Authored, kinds: Expanding['kinds']): (id: string) => boolean {
  if (before === after) return () => true
  if (JSON.stringify(before.broken) !== JSON.stringify(after.broken)) return () => false
  const sameDefinitions = before.definitions === after.definitions || definitionsText(before) === definitionsText(after)
  const sameMeaning = (id: string): boolean => meaningOf(id, before, kinds) === meaningOf(id, after, kinds)
  return (id) => {
    const old = before.graph.get(id)
    const now = after.graph.get(id)
    if (!old || !now || (!sameDefinitions && usesDefinitions(now, kinds))) return false
    return (old === now || nodeText(old) === nodeText(now)) && readBy(now).every(sameMeaning)
  }
}

/** Where wires to a name lead. */
function meaningOf(id: string, { graph }: Authored, kinds: Expanding['kinds']): string {
  const node = graph.get(id)
  if (!node) return 'nothing'
  const spec = kinds(node.kind)?.definition
  return spec ? JSON.stringify([node.params[spec.of] ?? null, node.settings ?? null]) : 'itself'
}

const usesDefinitions = (node: GraphNode, kinds: Expanding['kinds']): boolean =>
  kinds(node.kind)?.definition !== undefined || [...(node.body?.values() ?? [])].some((inner) => usesDefinitions(inner, kinds))

/** Names that a node and all in its body read. */
export function readBy(node: GraphNode): string[] {
  const refs: Ref[] = [...Object.values(node.inputs).flat(), ...Object.values(node.paramWires)]
  for (const named of Object.values(node.entryWires ?? {})) refs.push(...Object.values(named).flat())
  return [...refs.map((ref) => ref.node), ...[...(node.body?.values() ?? [])].flatMap(readBy)]
}

const texts = new WeakMap<GraphNode, string>()

/** With the order of entries: of axes it says which one is the outer. */
export function nodeText(node: GraphNode): string {
  const known = texts.get(node)
  if (known !== undefined) return known
  const { body, ...rest } = node
  const text = JSON.stringify([rest, body ? [...body.values()].map(nodeText) : null])
  texts.set(node, text)
  return text
}

const definitionsText = ({ definitions }: Authored): string => JSON.stringify([...definitions.values()].map(definitionText))
const definitionText = ({ body, ...rest }: Definition): unknown => [rest, [...body.values()].map(nodeText)]
