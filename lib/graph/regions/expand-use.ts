/* A use of a definition: its nodes, called `USE/id`, read what is wired into the use; a wire from the use leads to them. */
import { closest } from '../closest'
import type { NodeKind } from '../define-node'
import { RESERVED_FIELDS, type Definition, type Graph, type GraphNode, type Ref } from '../graph'
import type { Json } from '../json'
import { portsAsWritten } from '../ports'
import { listed } from '../sentences'
import type { NodeError } from '../states'
import { breakNode, expandScope, flatNode, put, type Expanding } from './work'
import type { Part } from './flat'
import { partOf } from './names'
import { inputKind, passingKind, useKind, type EdgeTypes } from './parts'
import { Whatever } from './ports'
import { Scope } from './scope'
import type { UseSpec } from './spec'

export function expandUse(work: Expanding, scope: Scope, node: GraphNode, kind: NodeKind, spec: UseSpec, part: Part | undefined): void {
  const flat = flatNode(work, scope, node)
  const inner = scope.inside(node)
  const fault = inner ? faultOf(node, inner.use!.definition, spec) : refusal(work, scope, node, spec)
  if (fault) breakNode(work, flat.id, fault)
  if (!inner || fault) return put(work, flat, part)
  const { definition } = inner.use!
  putInputs(work, flat, definition, spec, part)
  const around = withOverrides(inner, node.params[spec.overrides])
  expandScope(work, around, part)
  if (node.settings?.bypass) return put(work, flat, { ...part, kind: passingKind(kind, typesAt(work, definition, spec)) })
  const names = Object.keys(definition.outputs)
  const inputs = Object.fromEntries(names.map((name) => [name, [inner.resolve(definition.outputs[name] as Ref)]]))
  put(work, { ...flat, inputs }, { ...part, kind: useKind(kind, names), use: true })
}

/** The types at a definition's edge, as far as its head and its own nodes tell. */
function typesAt(work: Expanding, definition: Definition, spec: UseSpec): EdgeTypes {
  const inputs = Object.entries(definition.inputs).flatMap(([name, type]) => {
    const known = spec.typeNamed(type)
    return known ? [[name, known] as const] : []
  })
  const outputs = Object.entries(definition.outputs).map(([name, ref]) => {
    const node = definition.body.get(ref.node)
    const kind = node && work.kinds(node.kind)
    const port = node && kind && !kind.definition ? portsAsWritten(kind, node.params).outputs[ref.port] : undefined
    return [name, port?.type ?? Whatever] as const
  })
  return { inputs: Object.fromEntries(inputs), outputs: Object.fromEntries(outputs) }
}

function putInputs(work: Expanding, flat: GraphNode, definition: Definition, spec: UseSpec, part: Part | undefined): void {
  for (const [name, typeName] of Object.entries(definition.inputs)) {
    const id = partOf(flat.id, `in ${name}`)
    const type = spec.typeNamed(typeName)
    const wires = flat.inputs[name]
    const node = { id, kind: flat.kind, version: 1, params: {}, paramWires: {}, inputs: wires ? { [name]: wires } : {} }
    if (type) put(work, node, { ...part, kind: inputKind(name, type), owner: flat.id })
  }
}

/** The body with what this use sets in it. */
function withOverrides(scope: Scope, overrides: Json | undefined): Scope {
  const given = Object.entries(recordOf(overrides))
  if (given.length === 0) return scope
  const body = new Map(scope.graph)
  for (const [path, value] of given) {
    const [id, param] = splitPath(path)
    overrideIn(body, id, param, value)
  }
  return new Scope(scope.world, body, scope.prefix, scope.suffix, scope.outer, scope.region, scope.use)
}

/** `id` may lie in the body of a region. */
function overrideIn(body: Map<string, GraphNode>, id: string, param: string, value: Json): void {
  for (const node of body.values()) {
    if (node.id === id) body.set(id, overridden(node, param, value))
    else if (node.body) {
      const inner = new Map(node.body)
      overrideIn(inner, id, param, value)
      body.set(node.id, { ...node, body: inner })
    }
  }
}

function overridden(node: GraphNode, param: string, value: Json): GraphNode {
  if (RESERVED_FIELDS.some((field) => field === param)) return { ...node, settings: { ...node.settings, [param]: value } }
  const { [param]: _wire, ...paramWires } = node.paramWires
  return { ...node, params: { ...node.params, [param]: value }, paramWires }
}

const recordOf = (value: Json | undefined): Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, Json>>) : {}

function splitPath(path: string): readonly [string, string] {
  const dot = path.lastIndexOf('.')
  return dot < 0 ? [path, ''] : [path.slice(0, dot), path.slice(dot + 1)]
}

/** A use whose definition is there, and yet it cannot stand for it. */
function faultOf(node: GraphNode, definition: Definition, spec: UseSpec): NodeError | null {
  const unknown = Object.values(definition.inputs).find((name) => !spec.typeNamed(name))
  if (unknown !== undefined)
    return { code: 'unknown-type', message: `${definition.name} has an input of type ${unknown}, which is no port type.` }
  for (const [port, refs] of Object.entries(node.inputs)) {
    if (refs.length > 0 && !Object.hasOwn(definition.inputs, port)) return noInput(node, definition, port)
  }
  return overrideFault(node, definition, recordOf(node.params[spec.overrides]))
}

function noInput(node: GraphNode, definition: Definition, port: string): NodeError {
  const inputs = Object.keys(definition.inputs)
  const hint = inputs.length > 0 ? `Its inputs: ${listed(inputs)}.` : 'It takes no wires.'
  return { code: 'unknown-port', port, message: `${node.id} uses ${definition.name}, which has no input ${port}.`, hint }
}

function overrideFault(node: GraphNode, definition: Definition, overrides: Readonly<Record<string, Json>>): NodeError | null {
  const ids = idsIn(definition.body)
  for (const path of Object.keys(overrides)) {
    const [id, param] = splitPath(path)
    if (param !== '' && ids.includes(id)) continue
    const near = closest(id, ids)
    return {
      code: 'unknown-override',
      message: `${node.id} sets ${path}, but ${definition.name} has no node ${id}.`,
      ...(near.length > 0 ? { hint: `Close to it: ${listed(near, 'or')}.` } : {}),
    }
  }
  return null
}

const idsIn = (body: Graph): string[] => [...body.values()].flatMap((node) => [node.id, ...(node.body ? idsIn(node.body) : [])])

/** Why a use stands for nothing. Null where nothing is named yet: the kind itself says so. */
function refusal(work: Expanding, scope: Scope, node: GraphNode, spec: UseSpec): NodeError | null {
  const name = node.params[spec.of]
  if (typeof name !== 'string' || name === '') return null
  const { definitions } = work.authored
  if (!definitions.has(name)) {
    const near = closest(name, definitions.keys())
    const hint = near.length > 0 ? `Close to it: ${listed(near, 'or')}.` : undefined
    return {
      code: 'no-definition',
      message: `${node.id} uses ${name}, which is not defined here.`,
      port: spec.of,
      ...(hint ? { hint } : {}),
    }
  }
  const path = [...scope.path().slice(scope.path().indexOf(name)), name]
  return {
    code: 'recursion',
    message: path.length === 2 ? `${name} uses itself.` : `${name} uses itself: ${path.join(' → ')}.`,
    port: spec.of,
    hint: 'A definition cannot contain itself. To repeat, use a Loop.',
  }
}
