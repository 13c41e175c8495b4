/* Random notebooks with regions, choices and uses, and random edits of them. Wires lead from later nodes to earlier ones. */
import type { Definition, Graph } from '../graph'
import type { Json } from '../json'
import { counterRandom } from '../random'
import { bodyOf, type RegionSketch } from './testing'

export interface Sketch {
  readonly id: string
  kind: string
  params: Record<string, Json>
  inputs: Record<string, string[]>
  paramWires: Record<string, string>
  entries: Record<string, Record<string, string[]>>
  body?: Sketch[]
  /** What could be wired when it was made. */
  readonly scope: Names
}
/** References to numbers and to lists that a node may read. */
export interface Names {
  readonly counts: readonly string[]
  readonly lists: readonly string[]
}
export interface DefinitionSketch {
  readonly name: string
  readonly body: Sketch[]
  readonly output: string
}

const PLAIN = ['number', 'add', 'add', 'coarse', 'picky', 'later', 'draw']
const SPECIAL = ['each', 'each', 'grid', 'turns', 'turns', 'choose', 'use', 'list']

export class Program {
  readonly nodes: Sketch[] = []
  readonly definitions: DefinitionSketch[] = []
  seed = 1
  readonly #random: () => number
  #next = 0

  constructor(seed: number) {
    this.#random = counterRandom(seed)
    for (const name of ['d0', 'd1']) this.#define(name)
    this.#fill(this.nodes, { counts: [], lists: [] }, 5 + this.below(4), 0, ['d0', 'd1'])
  }

  below(n: number): number {
    return Math.floor(this.#random() * n)
  }
  pick<T>(list: readonly T[]): T | undefined {
    return list[this.below(list.length)]
  }

  graph(): Graph {
    return bodyOf(sketches(this.nodes))
  }
  defined(): ReadonlyMap<string, Definition> {
    return new Map(
      this.definitions.map(({ name, body, output }) => {
        const [node = '', port = ''] = output.split('.')
        return [name, { name, inputs: { a: 'count' }, outputs: { out: { node, port } }, body: bodyOf(sketches(body)) }]
      }),
    )
  }

  all(nodes: readonly Sketch[] = this.nodes): Sketch[] {
    return nodes.flatMap((node) => [node, ...this.all(node.body ?? [])])
  }

  #define(name: string): void {
    const body: Sketch[] = []
    const names = this.#fill(body, { counts: [`${name}.a`], lists: [] }, 2 + this.below(2), 1, name === 'd0' ? [] : ['d0'])
    this.definitions.push({ name, body, output: names.counts.at(-1) ?? '' })
  }

  /** Adds nodes to a body; gives all that may be read there then. */
  #fill(body: Sketch[], around: Names, count: number, depth: number, uses: readonly string[]): Names {
    let names = around
    for (let i = 0; i < count; i++) names = this.#add(body, names, depth, uses)
    return names
  }

  #add(body: Sketch[], scope: Names, depth: number, uses: readonly string[]): Names {
    const special = this.below(10) < 5 && scope.counts.length > 0
    let kind = this.pick(special ? SPECIAL : PLAIN) ?? 'number'
    if ((kind === 'each' && scope.lists.length === 0) || (kind === 'use' && uses.length === 0)) kind = 'list'
    if (depth > 1 && ['each', 'grid', 'turns'].includes(kind)) kind = 'add'
    if (scope.counts.length === 0 && kind !== 'list') kind = 'number'
    const node: Sketch = { id: `n${this.#next++}`, kind, params: {}, inputs: {}, paramWires: {}, entries: {}, scope }
    this.#settings(node, depth, uses)
    body.push(node)
    return this.#outputs(node)
  }

  #outputs({ id, kind, entries, scope }: Sketch): Names {
    const { counts, lists } = scope
    const kept = Object.keys(entries['keep'] ?? {}).map((name) => `${id}.${name}`)
    if (kind === 'list') return { counts, lists: [...lists, `${id}.items`] }
    if (kind === 'each' || kind === 'grid') return { counts, lists: [...lists, ...kept] }
    if (kind === 'turns') return { counts: [...counts, `${id}.s`], lists: [...lists, ...kept] }
    const port = kind === 'choose' ? 'value' : kind === 'use' ? 'out' : 'count'
    return { counts: [...counts, `${id}.${port}`], lists }
  }

  #count(node: Sketch): string {
    return this.pick(node.scope.counts.slice(-6)) ?? ''
  }

  #settings(node: Sketch, depth: number, uses: readonly string[]): void {
    const { kind } = node
    if (kind === 'add') node.inputs['of'] = [this.#count(node), this.#count(node)]
    else if (kind === 'choose') {
      node.inputs['of'] = [this.#count(node), this.#count(node)]
      if (this.below(2)) node.paramWires['which'] = this.#count(node)
    } else if (['coarse', 'picky', 'later'].includes(kind)) node.inputs['a'] = [this.#count(node)]
    else if (kind === 'use') {
      node.params['of'] = this.pick(uses) ?? ''
      node.inputs['a'] = [this.#count(node)]
    } else if (kind === 'list' && node.scope.counts.length > 0 && this.below(2)) node.inputs['upTo'] = [this.#count(node)]
    else if (kind === 'list') node.params['items'] = Array.from({ length: this.below(4) }, () => this.below(9))
    this.#region(node, depth, uses)
    this.setParam(node)
  }

  #region(node: Sketch, depth: number, uses: readonly string[]): void {
    const { kind, id } = node
    const inside: string[] = [`${id}.index`]
    if (kind === 'each') {
      node.inputs['over'] = [this.pick(node.scope.lists) ?? '']
      inside.push(`${id}.item`)
    } else if (kind === 'grid') {
      const wired = this.pick(node.scope.lists)
      node.params['axes'] = { k: [0, 1], ...(wired ? { of: null } : {}) }
      if (wired) node.entries['axes'] = { of: [wired] }
      inside.push(`${id}.k`, ...(wired ? [`${id}.of`] : []))
    } else if (kind === 'turns') {
      node.entries['carry'] = { s: [this.#count(node)] }
      inside.push(`${id}.s`)
    } else return
    node.body = []
    const names = this.#fill(
      node.body,
      { counts: [...node.scope.counts, ...inside], lists: node.scope.lists },
      1 + this.below(3),
      depth + 1,
      uses,
    )
    const own = names.counts.filter((ref) => node.body!.some((inner) => ref.startsWith(`${inner.id}.`)))
    const last = () => [this.pick(own) ?? `${id}.index`]
    node.entries['keep'] = this.below(5) ? { v: last() } : {}
    if (kind !== 'turns') return
    node.entries['next'] = { s: last() }
    if (this.below(2)) node.paramWires['until'] = last()[0]!
  }

  setParam(node: Sketch): void {
    const { kind, params } = node
    if (kind === 'number') params['value'] = this.below(9)
    else if (kind === 'add') params['more'] = this.below(5)
    else if (kind === 'coarse') params['by'] = 1 + this.below(4)
    else if (kind === 'later') params['turns'] = this.below(3)
    else if (kind === 'turns') params['most'] = 1 + this.below(4)
    else if (kind === 'choose' && !node.paramWires['which']) params['which'] = this.below(3)
    else if (kind === 'list' && !node.inputs['upTo']) params['items'] = this.#edited((params['items'] as number[] | undefined) ?? [])
    else if (kind === 'grid') params['axes'] = { ...(params['axes'] as object), k: this.#edited([0, 1, 2]) }
    else if (kind === 'use') params['overrides'] = this.#override(node)
  }

  /** A list with one item more, less or changed. */
  #edited(items: readonly number[]): number[] {
    const at = this.below(items.length + 1)
    if (this.below(3) === 0) return items.filter((_, place) => place !== at)
    return [...items.slice(0, at), this.below(9), ...items.slice(at + this.below(2))].slice(0, 5)
  }

  #override({ params }: Sketch): Json {
    const body = this.definitions.find(({ name }) => name === params['of'])?.body ?? []
    const adds = this.all(body).filter(({ kind }) => kind === 'add')
    const chosen = this.pick(adds)
    return chosen && this.below(2) ? { [`${chosen.id}.more`]: this.below(5) } : {}
  }

  /** One random change; says what. */
  edit(): string {
    const inner = this.definitions.flatMap(({ body }) => this.all(body))
    const node = this.below(6) ? this.pick(this.all()) : this.pick(inner)
    if (!node) return 'nothing'
    const roll = this.below(10)
    if (roll === 0) this.seed = this.below(3)
    else if (roll < 6) this.setParam(node)
    else this.#rewire(node)
    return JSON.stringify({ ...node, scope: undefined, body: node.body?.length })
  }

  #rewire(node: Sketch): void {
    const port = this.pick(Object.keys(node.inputs))
    if (port === 'over') node.inputs['over'] = [this.pick(node.scope.lists) ?? '']
    else if (port !== undefined && node.scope.counts.length > 0) node.inputs[port] = node.inputs[port]!.map(() => this.#count(node))
    else if (node.entries['carry']) node.entries['carry'] = { s: [this.#count(node)] }
    const own = this.pick((node.body ?? []).flatMap((inner) => this.#outputs(inner).counts.filter((ref) => ref.startsWith(`${inner.id}.`))))
    if (own !== undefined) node.entries['keep'] = this.below(4) ? { v: [own] } : { v: [own], w: [own] }
  }
}

const sketches = (nodes: readonly Sketch[]): Record<string, RegionSketch> =>
  Object.fromEntries(
    nodes.map(({ id, kind, params, inputs, paramWires, entries, body }) => [
      id,
      { kind, params, inputs, paramWires, entries, ...(body ? { body: sketches(body) } : {}) },
    ]),
  )
