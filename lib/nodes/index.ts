/* The door of the room: all kinds in the order of the catalogue, by section and name. The list itself is list.ts. */
import type { NodeKind } from '../graph/define-node'
import * as list from './list'

/** Sections of the palette and the catalogue, in their order. A kind of another section comes last. */
export const groups: readonly string[] = [
  'Input and control',
  'Text and prompts',
  'Tokenizer',
  'Model and forward',
  'Attention and internals',
  'Interpretability',
  'Sampling, generation, structured output',
  'Quantization',
  'Models over the wire',
  'Documents and retrieval',
  'Evaluation, security, operations',
  'Flow and tables',
  'Code, presentation, assertion',
]

const section = (kind: NodeKind): number => (groups.includes(kind.group) ? groups.indexOf(kind.group) : groups.length)

export const kinds: readonly NodeKind[] = (Object.values(list) as NodeKind[]).toSorted(
  (a, b) => section(a) - section(b) || (a.title < b.title ? -1 : 1),
)

const byId: ReadonlyMap<string, NodeKind> = new Map(kinds.map((kind) => [kind.kind, kind]))
export const kindById = (id: string): NodeKind | undefined => byId.get(id)
