/* From what the runtime knows of a node to what is shown of it. Runs beside the computation, never in the page. */
import type { Json } from '../graph/json'
import type { NodeKind } from '../graph/define-node'
import { takesSeveral } from '../graph/fits'
import type { AnyOutput, PortType } from '../graph/port-type'
import type { GraphNode } from '../graph/graph'
import { portsAsWritten } from '../graph/ports'
import { wiredOf } from '../graph/regions/wired'
import type { OutputRecord, RunRecord } from '../graph/run-record'
import { portTypes } from '../values'
import type { AnyPanel } from '../viz/panels'
import type { NodeView, OutputView } from './types'

/** The type of what was made: its own, where the port gives one of several. */
const typeOf = (port: AnyOutput | undefined, made: string): PortType<any> | undefined =>
  !port || takesSeveral(port.type) ? portTypes.get(made) : port.type

/** Prints an output as results print it. Values that cannot be printed while partial give null. */
function outputView(port: AnyOutput | undefined, record: OutputRecord): OutputView {
  const type = typeOf(port, record.type)
  const spec = type?.spec
  const base = {
    type: type?.title ?? record.type,
    ...(record.hash === undefined ? {} : { hash: record.hash }),
    ...(record.instead ? { instead: record.instead } : {}),
  }
  if (!spec || record.value === undefined) return { ...base, summary: '', json: null }
  return { ...base, summary: spec.summary(record.value), json: spec.toJson(record.value) }
}

export function outputViews(kind: NodeKind, node: GraphNode, record: RunRecord): Record<string, OutputView> {
  const ports = portsAsWritten(kind, node.params, wiredOf(node)).outputs
  return Object.fromEntries(Object.entries(record.outputs).map(([name, output]) => [name, outputView(ports[name], output)]))
}

/** Outputs as the kind returned them: those of several types with the type they have. */
function values(kind: NodeKind, node: GraphNode, record: RunRecord): Record<string, unknown> {
  const ports = portsAsWritten(kind, node.params, wiredOf(node)).outputs
  const boxed = (name: string): boolean => ports[name] !== undefined && takesSeveral(ports[name].type)
  return Object.fromEntries(
    Object.entries(record.outputs).map(([name, { type, value }]) => [name, boxed(name) ? { type: portTypes.get(type), value } : value]),
  )
}

function wiredParams(node: GraphNode, record: RunRecord): Record<string, Json> | undefined {
  const names = Object.keys(node.paramWires).filter((name) => name in record.params)
  if (names.length === 0) return undefined
  return Object.fromEntries(names.map((name) => [name, record.params[name] as Json]))
}

/** Panels and foot of what a node last made; nothing while it has made nothing. */
export function shownOf(
  kind: NodeKind,
  node: GraphNode,
  record: RunRecord,
  viewerInput: Json | undefined,
): Pick<NodeView, 'panels' | 'foot'> {
  if (Object.keys(record.outputs).length === 0 && Object.keys(kind.outputs).length > 0) return { panels: [] }
  const input = {
    in: record.inputs,
    out: values(kind, node, record),
    params: record.params,
    node: record.id,
    ...(viewerInput === undefined ? {} : { viewerInput }),
  }
  const panels = (kind.view?.(input as never) ?? []) as readonly AnyPanel[]
  const foot = kind.foot?.(input as never)
  return foot ? { panels, foot } : { panels }
}

const optional = <K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> =>
  (value === undefined ? {} : { [key]: value }) as Partial<Record<K, V>>

/**
 * The whole view. A view that throws shows the sentence in place of the figure; the value stays usable.
 * `same` is an earlier view of the very same values: its panels are kept, only the state is new.
 */
export function viewOf(
  kind: NodeKind | undefined,
  node: GraphNode,
  record: RunRecord,
  viewerInput: Json | undefined,
  same: NodeView | null = null,
): NodeView {
  const state = {
    id: record.id,
    kind: node.kind,
    state: record.state,
    seed: record.seed,
    ...optional('reason', record.reason),
    ...optional('error', record.error),
    ...optional('progress', record.progress),
    ...optional('iterations', record.iterations),
    ...optional('ms', record.ms),
    ...optional('fromMemo', record.fromMemo),
    ...optional('why', record.why),
    ...optional('held', record.held),
    ...optional('asks', record.asks),
    ...optional('handled', record.handled),
    ...optional('partial', record.partial),
    ...optional('wiredParams', wiredParams(node, record)),
  }
  if (!kind) return { ...state, panels: [], outputs: {} }
  if (same) return { ...state, panels: same.panels, outputs: same.outputs, ...optional('foot', same.foot) }
  try {
    return { ...state, ...shownOf(kind, node, record, viewerInput), outputs: outputViews(kind, node, record) }
  } catch (error) {
    // A kind draws what it computed; a value that stands instead may lack what the picture needs. Its value is still shown.
    if (Object.values(record.outputs).some((output) => output.instead))
      return { ...state, panels: [], outputs: outputViews(kind, node, record) }
    const message = `${node.id} was computed but cannot be drawn: ${error instanceof Error ? error.message : String(error)}`
    return { ...state, state: 'error', error: { code: 'view', message }, panels: [], outputs: {} }
  }
}
