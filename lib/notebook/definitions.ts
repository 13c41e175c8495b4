/* The catalogue as one notebook sees it: kinds, and the ports that its definitions give to their uses. */
import type { Ref } from '../graph/graph'
import { LIMITS } from './limits'
import { splitLines } from './lines'
import { readHeader, readPorts } from './definition'
import type { Segment } from './frame'
import type { Block, DefinitionBlock, KindFacts, KindLookup } from './types'

/** What a use must know: the ports of what it names. */
interface Signature {
  readonly name: string
  readonly inputs: Readonly<Record<string, string>>
  readonly outputs: Readonly<Record<string, Ref>>
}

/** Kept by catalogue, so that the facts of a kind stay the same object while no definition changes its ports. */
const lastByKinds = new WeakMap<KindLookup, { readonly key: string; readonly lookup: KindLookup }>()

function withSignatures(kinds: KindLookup, signatures: readonly Signature[]): KindLookup {
  if (signatures.length === 0) return kinds
  const key = signatureKey(signatures)
  const last = lastByKinds.get(kinds)
  if (last?.key === key) return last.lookup
  const byName = new Map<string, Signature>()
  for (const signature of signatures) if (!byName.has(signature.name)) byName.set(signature.name, signature)
  const facts = new Map<string, KindFacts>()
  const lookup: KindLookup = {
    ...kinds,
    kind(id) {
      const own = kinds.kind(id)
      if (own?.definition === undefined) return own
      const known = facts.get(id) ?? using(own, own.definition, byName)
      facts.set(id, known)
      return known
    },
  }
  lastByKinds.set(kinds, { key, lookup })
  return lookup
}
const signatureKey = (signatures: readonly Signature[]): string =>
  JSON.stringify(signatures.map(({ name, inputs, outputs }) => [name, Object.entries(inputs), Object.keys(outputs)]))

/** The ports of a use are those of the definition it names; what type an output has, the definition's own nodes say. */
function using(facts: KindFacts, param: string, signatures: ReadonlyMap<string, Signature>): KindFacts {
  return {
    ...facts,
    ports(params, entryWires) {
      const own = facts.ports(params, entryWires)
      const signature = signatures.get(String(params[param] ?? ''))
      if (!signature) return own
      const inputs = Object.entries(signature.inputs).map(([name, type]) => [name, { type, arity: 'one' as const }])
      const outputs = Object.keys(signature.outputs).map((name) => [name, { type: 'any' }])
      return { inputs: { ...own.inputs, ...Object.fromEntries(inputs) }, outputs: { ...own.outputs, ...Object.fromEntries(outputs) } }
    },
  }
}

export const isDefinition = (block: Block): block is DefinitionBlock => block.type === 'define'

export const withDefinitions = (kinds: KindLookup, blocks: readonly Block[]): KindLookup =>
  withSignatures(kinds, blocks.filter(isDefinition))

/** A definition may stand below its uses, so all headers are read before any node. */
export const withDefinitionsIn = (kinds: KindLookup, segments: readonly Segment[]): KindLookup =>
  withSignatures(kinds, segments.slice(0, LIMITS.blocks).flatMap(signatureOf))

function signatureOf({ language, info, text }: Segment): readonly Signature[] {
  const [name = '', word, more] = info.split(/[ \t]+/)
  if (language !== 'graph' || word !== 'define' || more !== undefined) return []
  const { inputs, outputs } = readPorts(readHeader(splitLines(text).slice(1, -1)).fields)
  return [{ name, inputs, outputs }]
}

/** Whether uses have to be read again. */
export const samePorts = (before: readonly Block[], after: readonly Block[]): boolean =>
  signatureKey(before.filter(isDefinition)) === signatureKey(after.filter(isDefinition))
