/* The ports of a kind for given params: its fixed ports and, for kinds with own ports, those made by the params. */
import type { NodeKind } from './define-node'
import { looseParams } from './params'
import type { Inputs, Outputs } from './port-type'
import { NOTHING_WIRED, type Wired } from './regions/spec'

export interface Ports {
  readonly inputs: Inputs
  readonly outputs: Outputs
}

/** `params` as parsed by the kind's schema. */
export function portsOf(kind: NodeKind, params: Readonly<Record<string, unknown>>, wired: Wired = NOTHING_WIRED): Ports {
  if (!kind.ports) return kind
  const own = kind.ports(params, wired)
  return { inputs: { ...kind.inputs, ...own.inputs }, outputs: { ...kind.outputs, ...own.outputs } }
}

/** Before anything ran: bad and wired params count as their defaults. */
export const portsAsWritten = (kind: NodeKind, written: Readonly<Record<string, unknown>>, wired?: Wired): Ports =>
  kind.ports ? portsOf(kind, looseParams(kind.params, written), wired) : kind
