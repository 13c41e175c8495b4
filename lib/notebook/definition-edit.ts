/* Changes to the text of a definition's header: its ports, and where its outputs come from. */
import type { Ref } from '../graph/graph'
import type { Draft } from './draft'
import { splitLines, withoutEnd } from './lines'
import { entriesLine } from './write'
import type { DefinitionBlock } from './types'

export interface Ports {
  readonly inputs: Readonly<Record<string, string>>
  readonly outputs: Readonly<Record<string, Ref>>
}

/** A type as a file writes it: `Text`. */
const titled = (type: string): string => type.charAt(0).toUpperCase() + type.slice(1)

const inputsLine = (inputs: Ports['inputs'], end: string): string => {
  const entries = Object.entries(inputs).map(([name, type]) => `${name}: ${titled(type)}`)
  return `inputs: {${entries.join(', ')}}${end}`
}
const outputsLine = (outputs: Ports['outputs'], end: string): string => {
  const wires = Object.fromEntries(Object.entries(outputs).map(([name, ref]) => [name, [ref]]))
  return entriesLine('outputs', undefined, wires, 0, end) || `outputs: {}${end}`
}
export const headerText = ({ inputs, outputs }: Ports, end: string): string => inputsLine(inputs, end) + outputsLine(outputs, end)

/** Comments above a header's line. */
function leadOf(block: DefinitionBlock, name: string): string {
  const source = block.header.find((field) => field.name === name)?.source ?? ''
  const lines = splitLines(source)
  const first = lines.findIndex((line) => line.startsWith(`${name}:`))
  return lines.slice(0, Math.max(0, first)).join('')
}

/** The definition with other ports; a line whose ports are the same keeps its bytes. */
export function setPorts(draft: Draft, name: string, ports: Partial<Ports>): void {
  const block = draft.definition(name)
  const kept = (field: string) => block.header.find((each) => each.name === field)?.source
  const inputs = ports.inputs ? leadOf(block, 'inputs') + inputsLine(ports.inputs, draft.end) : kept('inputs')
  const outputs = ports.outputs ? leadOf(block, 'outputs') + outputsLine(ports.outputs, draft.end) : kept('outputs')
  const header = block.header.map((field) => field.source).join('')
  const text = block.source ?? ''
  const open = `${withoutEnd(splitLines(text)[0] ?? '')}${draft.end}`
  const order = block.header[0]?.name === 'outputs' ? [outputs, inputs] : [inputs, outputs]
  draft.setText(block.id, open + order.map((line) => line ?? '').join('') + text.slice(open.length + header.length))
}

/** An output that comes from a renamed node follows it. */
export function renameInOutputs(draft: Draft, definition: string, id: string, to: string): void {
  const { outputs } = draft.definition(definition)
  if (!Object.values(outputs).some((ref) => ref.node === id)) return
  const renamed = Object.entries(outputs).map(([name, ref]) => [name, ref.node === id ? { ...ref, node: to } : ref] as const)
  setPorts(draft, definition, { outputs: Object.fromEntries(renamed) })
}
