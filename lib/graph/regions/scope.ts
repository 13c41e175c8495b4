/*
 * Which flat node a wire means: names are looked up in the body, then around it, up to the notebook or to the definition,
 * which sees nothing around itself. A wire from a use leads to the node inside that makes the value.
 */
import type { Definition, Definitions, Graph, GraphNode, Ref } from '../graph'
import type { NodeKind } from '../define-node'
import { partOf } from './names'

export interface World {
  readonly kinds: (id: string) => NodeKind | undefined
  readonly definitions: Definitions
}

/** The region around a body, and the node that gives its current values. */
interface Around {
  readonly id: string
  readonly current: string
}

export class Scope {
  readonly #uses = new Map<string, Scope | null>()
  constructor(
    readonly world: World,
    readonly graph: Graph,
    readonly prefix = '',
    readonly suffix = '',
    readonly outer: Scope | null = null,
    readonly region: Around | null = null,
    /** The definition whose body this is, the use it stands for, and the uses around it. */
    readonly use: { readonly definition: Definition; readonly id: string; readonly path: readonly string[] } | null = null,
  ) {}

  flatId(id: string): string {
    return this.prefix + id + this.suffix
  }

  resolve(ref: Ref): Ref {
    const node = this.graph.get(ref.node)
    if (node) return this.#local(node, ref)
    if (this.region?.id === ref.node) return { node: this.region.current, port: ref.port }
    if (this.outer) return this.outer.resolve(ref)
    if (this.use?.definition.name === ref.node) return { node: partOf(this.use.id, `in ${ref.port}`), port: ref.port }
    return this.prefix === '' ? ref : { node: this.flatId(ref.node), port: ref.port }
  }

  #local(node: GraphNode, ref: Ref): Ref {
    const inner = answersItself(node) ? null : this.inside(node)
    const output = inner && Object.hasOwn(inner.use!.definition.outputs, ref.port) ? inner.use!.definition.outputs[ref.port] : undefined
    return inner && output ? inner.resolve(output) : { node: this.flatId(node.id), port: ref.port }
  }

  /** The body that a use stands for; null where there is none, or where it would contain itself. */
  inside(node: GraphNode): Scope | null {
    const spec = this.world.kinds(node.kind)?.definition
    if (!spec) return null
    const known = this.#uses.get(node.id)
    if (known !== undefined) return known
    const name = node.params[spec.of]
    const definition = typeof name === 'string' ? this.world.definitions.get(name) : undefined
    const path = this.path()
    const id = this.flatId(node.id)
    const inner =
      !definition || path.includes(definition.name)
        ? null
        : new Scope(this.world, definition.body, `${id}/`, '', null, null, { definition, id, path: [...path, definition.name] })
    this.#uses.set(node.id, inner)
    return inner
  }

  /** Definitions that are being expanded here, outermost first. */
  path(): readonly string[] {
    return this.use?.path ?? this.outer?.path() ?? []
  }

  /** How a broken node of this scope is named in the plan. */
  brokenName(id: string): string {
    return this.use ? `${this.use.definition.name}/${id}` : (this.outer?.brokenName(id) ?? id)
  }
}

/** A use that is switched off, passed through, pinned or frozen gives what it has itself, whatever its nodes make. */
const answersItself = ({ settings }: GraphNode): boolean =>
  settings !== undefined && (settings.mute === true || settings.bypass === true || settings.pin !== undefined || settings.mode === 'frozen')
