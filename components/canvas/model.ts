/* What a sheet is given: nodes with places and ports, wires, and doors to what happens. No session, no notebook, no React. */
import type { Json } from '../../lib/graph/json'
import type { Ref } from '../../lib/graph/graph'
import type { NodeError, NodeState } from '../../lib/graph/states'
import type { AnyPanel } from '../../lib/viz/panels'
import type { ParamSchema } from '../controls'

export interface SheetPort {
  readonly name: string
  readonly type: string
  readonly doc: string
  readonly arity: 'one' | 'optional' | 'many'
  readonly streams: boolean
  /** A param that takes a wire stands among the inputs, under its own name. */
  readonly param?: boolean
}

/** A line of a frame's wall: what comes through, its end outside and its end inside. */
export interface WallRow {
  readonly label: string
  readonly outer?: SheetPort
  readonly inner?: SheetPort
  /** Takes a wire and makes an entry of it. */
  readonly fresh?: boolean
}
/** A node with nodes inside. Its ports lie in its two walls; `inputs` and `outputs` name them all. */
export interface Frame {
  readonly look: 'region' | 'definition'
  readonly width: number
  readonly height: number
  readonly left: readonly WallRow[]
  readonly right: readonly WallRow[]
}

/** Everything about a node that running it cannot change. The same object until the notebook changes it. */
export interface SheetNode {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly icon: string
  /** Pixels from the sheet's corner. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly body: number
  readonly inputs: readonly SheetPort[]
  readonly outputs: readonly SheetPort[]
  readonly inline: readonly { readonly name: string; readonly schema: ParamSchema }[]
  readonly params: Readonly<Record<string, Json>>
  readonly paramWires: Readonly<Record<string, Ref>>
  /** Said while it is empty: what it shows, what to wire. */
  readonly empty: string
  /** The frame it stands in, and where in it. */
  readonly parent?: string
  readonly within?: { readonly x: number; readonly y: number }
  /** Where the places that the file holds for it count from. */
  readonly origin?: { readonly x: number; readonly y: number }
  readonly frame?: Frame
  /** The definition that it stands for. */
  readonly opens?: string
  /** How it is run, where that is not as usual: `Manual`, `Pinned`. */
  readonly marks?: readonly string[]
}

export interface SheetWire {
  readonly from: Ref
  readonly to: Ref
  /** Type of the output, for colour and shape. */
  readonly type: string
  /** Where it is drawn, when that is not from port to port: up to a wall, or on from it. */
  readonly ends?: { readonly from: Ref; readonly to: Ref }
  /** The frame it runs in. */
  readonly within?: string
  /** Other wires that run along with it up to the wall. */
  readonly others?: readonly { readonly from: Ref; readonly to: Ref }[]
}

/** The end of a wire whose other end stands on another sheet. */
export interface SheetPortal {
  readonly at: Ref
  readonly side: 'in' | 'out'
  readonly type: string
  readonly sheet: string
  /** Node at the other end. */
  readonly node: string
}

export interface SheetShape {
  readonly nodes: readonly SheetNode[]
  readonly wires: readonly SheetWire[]
  readonly portals: readonly SheetPortal[]
}
export interface SheetModel extends SheetShape {
  readonly name: string
  /** The same object while places, sizes, ports and wires are the same: typing into a node lays no wire anew. */
  readonly shape: SheetShape
}

/** What a node shows at the moment; replaced only when something changed. */
export interface LiveNode {
  readonly state: NodeState
  readonly reason?: string
  readonly error?: NodeError
  readonly progress?: { readonly share: number; readonly words?: string }
  readonly ms?: number
  readonly fromMemo?: boolean
  readonly foot?: { readonly left?: string; readonly right?: string; readonly more?: string }
  readonly panels: readonly AnyPanel[]
  readonly wiredParams?: Readonly<Record<string, Json>>
  readonly held?: 'manual' | 'cost' | 'asks' | 'above'
  readonly asks?: readonly string[]
  readonly handled?: boolean
  readonly iterations?: { readonly count: number; readonly chosen: number }
}
export interface LiveNodes {
  view(id: string): LiveNode | null
  onView(id: string, listener: () => void): () => void
}

export interface Fix {
  readonly title: string
  readonly kind: string
  readonly input: string
  readonly output: string
}
export type Verdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly message: string; readonly fix?: Fix; readonly wrap?: readonly string[]; readonly keep?: Ref }

/** What can be done with nodes, as a menu shows it. */
export interface NodeCommand {
  readonly label: string
  readonly icon?: string
  readonly keys?: string
  readonly danger?: boolean
  readonly divided?: boolean
  readonly on?: boolean
  readonly onSelect: () => void
}

/** A kind, or a kind with params set, as the palette offers it. */
export interface KindEntry {
  readonly key: string
  readonly kind: string
  readonly title: string
  readonly summary: string
  readonly icon: string
  readonly group: string
  readonly words: readonly string[]
  readonly params: Readonly<Record<string, Json>>
}
export interface PortRef extends Ref {
  readonly side: 'in' | 'out'
}
export interface FittingKind {
  readonly entry: KindEntry
  /** Its port that takes (or gives) the wire. */
  readonly port: string
  readonly converter: boolean
}

export interface SheetActions {
  select(ids: readonly string[]): void
  move(moves: readonly { readonly id: string; readonly x: number; readonly y: number }[], label: string): void
  canConnect(from: Ref, to: Ref): Verdict
  connect(from: Ref, to: Ref): void
  disconnect(wires: readonly { readonly from: Ref; readonly to: Ref }[]): void
  insertConverter(from: Ref, to: Ref, fix: Fix): void
  kinds(): readonly KindEntry[]
  fitting(port: PortRef): readonly FittingKind[]
  /** Ends that a wire from here may have in the whole notebook, params included. */
  ends(
    port: PortRef,
  ): readonly { readonly ref: Ref; readonly node: string; readonly sheet: string; readonly type: string; readonly param: boolean }[]
  add(entry: KindEntry, at: { readonly x: number; readonly y: number }, wire?: { readonly port: PortRef; readonly to: string }): void
  remove(ids: readonly string[]): void
  run(ids: readonly string[]): void
  cancel(ids: readonly string[]): void
  setParam(id: string, param: string, value: Json): string | null
  /** A panel asks for something (a head was chosen, a question answered). */
  act(id: string, action: unknown): void
  /** To a node, also on another sheet. */
  show(id: string): void
  why(id: string): void
  /** Selects a node, and the focus goes to its params. */
  inspect(id: string): void
  /** Offers what helps against its error. */
  mend(id: string): void
  /** Agrees to what it would reach outside, and runs it. */
  allow(id: string): void
  /** Iterations of a region. */
  chooseIteration(region: string, index: number): void
  testOne(region: string, index: number): void
  /** The circle that a wire would close goes round in a loop instead. */
  wrapCircle(ids: readonly string[], from: Ref, to: Ref): void
  /** Keeps a value of a body and wires what was kept. */
  keepAndConnect(from: Ref, to: Ref): void
  /** Nodes that were dropped in another frame than theirs, or outside of all; places in pixels of the sheet. */
  carry(moves: readonly { readonly id: string; readonly x: number; readonly y: number }[], into: string | null): void
  /** Puts a node into a wire that it fits; false where it does not. */
  insertInto(id: string, wire: SheetWire, at: { readonly x: number; readonly y: number }): boolean
  /** Whether it would fit. */
  mayInsert(id: string, wire: SheetWire): boolean
  commands(ids: readonly string[]): readonly NodeCommand[]
  copy(ids: readonly string[], cut?: boolean): void
  duplicate(ids: readonly string[]): void
  /** The file text of nodes, for the clipboard. */
  textOf(ids: readonly string[]): string
  /** From the clipboard, where no text is given. */
  paste(at?: { readonly x: number; readonly y: number }, text?: string): void
  /** Shows what is inside of a use. */
  open(id: string): void
  clear(id: string, setting: string): void
}
