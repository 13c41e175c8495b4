/* How the file asks a node to be run, read from its settings. What follows from it is decided in liveness.ts and instead.ts. */
import type { NodeKind } from '../define-node'
import type { GraphNode, RunMode } from '../graph'
import { canonicalJson } from '../hash'
import { portsAsWritten } from '../ports'

export const modeOf = (node: GraphNode): RunMode => node.settings?.mode ?? 'auto'
export const isMuted = (node: GraphNode): boolean => node.settings?.mute === true
export const isBypassed = (node: GraphNode): boolean => node.settings?.bypass === true

/** Every output that a kind always makes is pinned: nothing is computed, and nothing above is needed. */
export function isPinned(node: GraphNode, kind: NodeKind | undefined): boolean {
  const pin = node.settings?.pin
  if (!pin || !kind) return false
  const { outputs } = portsAsWritten(kind, node.params)
  const names = Object.keys(outputs).filter((name) => outputs[name]?.presence !== 'optional')
  return names.length > 0 && names.every((name) => Object.hasOwn(pin, name))
}

export const pinText = ({ settings }: GraphNode): string | undefined => settings?.pin && canonicalJson(settings.pin)

/** Nodes that take nothing from their wires: they wait for nobody, and close no circle. */
export const takesNothing = (node: GraphNode, kind: NodeKind | undefined): boolean =>
  node.settings !== undefined && (isMuted(node) || isPinned(node, kind))

/** How often a failed run is tried again, and the milliseconds before the first time. */
export function retryOf(node: GraphNode): { readonly times: number; readonly waitMs: number } {
  const { retry } = node.settings ?? {}
  if (retry === undefined) return NO_RETRY
  const { times, wait = 1 } = typeof retry === 'number' ? { times: retry } : retry
  return { times: Math.min(Math.max(0, Math.floor(times)), MOST_RETRIES), waitMs: Math.max(0, wait) * 1000 }
}

const NO_RETRY = { times: 0, waitMs: 0 }
/** A file cannot make a node try for ever. */
const MOST_RETRIES = 10
