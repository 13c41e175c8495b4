/* A notebook in memory: blocks in reading order with the bytes they came from. The file is the truth; this is its reading. */
import type { Json } from '../graph/json'
import type { GraphNode, NodeSettings, Ref } from '../graph/graph'
import type { RegionForm } from '../graph/region-form'

/** Lines and columns count from 1. */
export interface Problem {
  readonly line: number
  readonly column: number
  /** `unknown-kind`, `bad-yaml`, `wire-to-nowhere`, `cycle`, `wrong-type`, … */
  readonly code: string
  readonly message: string
  readonly hint?: string
  /** Where it belongs to one node: shown on it. */
  readonly node?: string | undefined
  /** Where a definition's ports are wrong: its uses do not run. */
  readonly definition?: string
  /** `error` stops the node; `warning` does not. Default error. */
  readonly severity?: 'error' | 'warning'
}

/** One line (or list, or text block) below a node's head, as written. */
export interface FieldEntry {
  readonly name: string
  /** Exact lines, comments above included, line end included. */
  readonly source: string
  /** Lines between the node's head and the line with the name. */
  readonly at: number
  /** Where the value begins. */
  readonly column: number
  readonly role: 'param' | 'param-wire' | 'input' | 'entries' | 'setting' | 'body' | 'unknown'
}

/** The nodes in a region's body. With `open` before and `tail` behind, their sources are the source of the field `body`. */
export interface BodyEntries {
  readonly open: string
  readonly entries: readonly NodeEntry[]
  readonly tail: string
}

/** One node of a graph block. A node that is not understood has `node: null`; its bytes are written back as they were. */
export interface NodeEntry {
  readonly id: string
  readonly node: GraphNode | null
  /** Exact source lines, comments above included. Null only in a block that was never in a file: written in canonical form. */
  readonly source: string | null
  /** Line of the head `id: kind@version`. */
  readonly line: number
  /** Kind as written in the head, also where it is not known. */
  readonly kind?: string
  /** Comments and blank lines above the head, the head line, the fields: together they are `source`. */
  readonly lead?: string
  readonly head?: string
  readonly fields?: readonly FieldEntry[]
  /** Params and inputs that were not understood, as written, kept on rewrite. */
  readonly unknown?: readonly string[]
  readonly comments?: readonly string[]
  readonly body?: BodyEntries
}

interface InFile {
  /** Line end and blank lines between this block and the next. Left out: one blank line, or one line end at the end of the file. */
  readonly gap?: string
  /** What is wrong inside, by itself; lines count from the block's first line. */
  readonly problems?: readonly Problem[]
}
export interface ProseBlock extends InFile {
  readonly type: 'prose'
  readonly id: string
  /** Markdown source, exact, without the line end of its last line. */
  readonly text: string
  readonly line: number
}
export interface GraphBlock extends InFile {
  readonly type: 'graph'
  readonly id: string
  /** Sheet name. */
  readonly name: string
  readonly entries: readonly NodeEntry[]
  /** Exact bytes of the whole block, fences included, without the last line end. Null only in a block that was never in a file. */
  readonly source: string | null
  readonly line: number
  /** The fence lines, and what stands below the last node. */
  readonly open?: string
  readonly tail?: string
  readonly close?: string
}
export interface LayoutBlock extends InFile {
  readonly type: 'layout'
  readonly id: string
  /** Grid places (units of 8 px) by node id. */
  readonly places: Readonly<Record<string, readonly [number, number]>>
  readonly source: string | null
  readonly line: number
  /** Its lines between the fences, each with the node it places. */
  readonly rows?: readonly { readonly id: string | null; readonly source: string }[]
}
/** A subgraph, defined once: ` ```graph NAME define `. Operations name its nodes `NAME/id`. */
export interface DefinitionBlock extends InFile {
  readonly type: 'define'
  readonly id: string
  readonly name: string
  /** Names of port types in lower case, by input. */
  readonly inputs: Readonly<Record<string, string>>
  readonly outputs: Readonly<Record<string, Ref>>
  /** The lines `inputs:` and `outputs:`, with the comments above them. */
  readonly header: readonly FieldEntry[]
  readonly entries: readonly NodeEntry[]
  readonly source: string | null
  readonly line: number
  readonly open?: string
  readonly tail?: string
  readonly close?: string
}

/** A slide: what it shows and what is set while it does. */
export interface Scene {
  /** A sheet or a node. */
  readonly target: string | null
  /** Params as they stand on this slide: `presets: {heat.value: 0.7}`. Never written into the notebook. */
  readonly presets: readonly { readonly node: string; readonly param: string; readonly value: Json }[]
  /** What is revealed, one step after the other: a node, or `node.name`. */
  readonly steps: readonly string[]
  /** What is lit. */
  readonly lamp: readonly string[]
  readonly notes: string
  /** A question: nothing below is shown or computed until it is answered or passed. */
  readonly barrier: string | null
}
/** A panel that stays in sight, in the prose. */
export interface PinnedView {
  /** `node`, or `node.port`. */
  readonly target: string | null
  /** Which of the node's panels, from 0. */
  readonly panel: number
  readonly caption: string
}
interface FieldBlock extends InFile {
  readonly id: string
  readonly source: string
  readonly line: number
  readonly fields: readonly FieldEntry[]
}
export interface SceneBlock extends FieldBlock {
  readonly type: 'scene'
  readonly name: string
  readonly scene: Scene
}
export interface ViewBlock extends FieldBlock {
  readonly type: 'view'
  readonly view: PinnedView
}
/** A fence we do not read: kept as it is. */
export interface OpaqueBlock extends InFile {
  readonly type: 'opaque'
  readonly id: string
  readonly language: string
  readonly source: string
  readonly line: number
}
export type Block = ProseBlock | GraphBlock | DefinitionBlock | SceneBlock | ViewBlock | LayoutBlock | OpaqueBlock

export interface Notebook {
  readonly title: string
  readonly seed: number
  /** Front matter as data, unknown keys included. */
  readonly frontMatter: Readonly<Record<string, Json>>
  readonly frontMatterSource: string
  readonly blocks: readonly Block[]
  readonly problems: readonly Problem[]
  /** The frame did not parse: read-only, can be saved only under another name. `source` is the file. */
  readonly broken: boolean
  readonly source: string
}

/** Every change is one of these: typed, invertible, groupable (3-runtime, rule 15). */
export type Operation =
  | { readonly op: 'set-title'; readonly title: string }
  | { readonly op: 'set-seed'; readonly seed: number }
  | {
      readonly op: 'add-node'
      /** A sheet or a definition. In a definition ids are written `NAME/id`, here as everywhere below; wires' sources are plain. */
      readonly sheet: string
      /** The region whose body it goes into. */
      readonly region?: string
      readonly node: GraphNode
      readonly place?: readonly [number, number]
      readonly index?: number
    }
  | { readonly op: 'remove-node'; readonly id: string }
  | { readonly op: 'rename-node'; readonly id: string; readonly to: string }
  | { readonly op: 'set-param'; readonly id: string; readonly param: string; readonly value: Json | undefined }
  | {
      readonly op: 'wire-param'
      readonly id: string
      readonly param: string
      readonly from: { readonly node: string; readonly port: string } | null
    }
  | {
      readonly op: 'connect'
      readonly from: { readonly node: string; readonly port: string }
      readonly to: { readonly node: string; readonly port: string }
      readonly index?: number
    }
  | {
      readonly op: 'disconnect'
      readonly from: { readonly node: string; readonly port: string }
      readonly to: { readonly node: string; readonly port: string }
    }
  | { readonly op: 'move-node'; readonly id: string; readonly place: readonly [number, number] }
  | { readonly op: 'set-prose'; readonly block: string; readonly text: string }
  | { readonly op: 'add-block'; readonly block: Block; readonly index: number }
  | { readonly op: 'remove-block'; readonly block: string }
  | { readonly op: 'move-block'; readonly block: string; readonly index: number }
  | { readonly op: 'rename-sheet'; readonly sheet: string; readonly to: string }
  /** How a node is run: `mode`, `mute`, `bypass`, `retry`, `fallback`, `pin`. Undefined takes it away. */
  | { readonly op: 'set-setting'; readonly id: string; readonly setting: keyof NodeSettings; readonly value: Json | undefined }
  /** A named wire of `carry`, `next`, `keep`, or a wired axis of `axes`, which may have several. Null takes it away. */
  | { readonly op: 'set-entry'; readonly id: string; readonly param: string; readonly name: string; readonly wires: readonly Ref[] | null }
  /** The values of an axis; undefined takes the axis away. */
  | { readonly op: 'set-axis'; readonly id: string; readonly name: string; readonly value: Json | undefined }
  /** Another name for an entry, with everything that reads it. `carry` and `next` go together. */
  | { readonly op: 'rename-entry'; readonly id: string; readonly param: string; readonly name: string; readonly to: string }
  /** A region around nodes that stand together; what is read from outside is kept. */
  | {
      readonly op: 'wrap'
      readonly ids: readonly string[]
      readonly region: { readonly id: string; readonly kind: string; readonly params?: Readonly<Record<string, Json>> }
    }
  /** The body takes the place of its region. */
  | { readonly op: 'unwrap'; readonly id: string }
  /** Nodes go into the body of a region beside them; what is read from outside is kept. */
  | { readonly op: 'move-into'; readonly ids: readonly string[]; readonly region: string }
  /** Nodes of one body go out, below their region. */
  | { readonly op: 'move-out'; readonly ids: readonly string[] }
  /** A definition made of nodes that stand together, and a use in their place; its ports are what crosses the wall. */
  | { readonly op: 'make-subgraph'; readonly ids: readonly string[]; readonly name: string; readonly use: string }
  /** A use becomes nodes of its own; the definition stays. */
  | { readonly op: 'detach'; readonly id: string }
  | { readonly op: 'rename-definition'; readonly name: string; readonly to: string }
  /** A definition's port made or changed: an input of a type, or an output from a node inside. */
  | { readonly op: 'set-input'; readonly definition: string; readonly name: string; readonly type: string }
  | { readonly op: 'set-output'; readonly definition: string; readonly name: string; readonly from: Ref }
  /** Wires of all uses follow, or go with the port. */
  | {
      readonly op: 'rename-port'
      readonly definition: string
      readonly side: 'input' | 'output'
      readonly name: string
      readonly to: string
    }
  | { readonly op: 'remove-port'; readonly definition: string; readonly side: 'input' | 'output'; readonly name: string }
  /** Nodes from file text: blocks, or the lines of a sheet. Ids that are taken are changed, wires to what is not here are left out. */
  | {
      readonly op: 'paste'
      readonly sheet: string
      readonly region?: string
      readonly text: string
      /** Where the uppermost left node comes. */
      readonly place?: readonly [number, number]
    }
  /** A field of a scene or of a pinned view; undefined takes it away. */
  | { readonly op: 'set-field'; readonly block: string; readonly field: string; readonly value: Json | undefined }
  /** The whole file, as another text: an earlier version, or the source as it was edited. */
  | { readonly op: 'set-source'; readonly source: string }
  /** The general inverse: blocks (and front matter) put back exactly as they were. */
  | { readonly op: 'restore'; readonly frontMatterSource: string; readonly blocks: readonly Block[] }

/** What the notebook room must know of kinds to check a file; lib/nodes' catalogue satisfies it. */
export interface KindLookup {
  kind(id: string): KindFacts | undefined
  /** Closest kind ids to a misspelt one. */
  closest(id: string): readonly string[]
  /** Whether a name is that of a port type. */
  isType?(name: string): boolean
}
export interface KindFacts {
  readonly kind: string
  readonly version: number
  /** Param names in schema order, with how a scalar is read and what is left out when written. */
  readonly params: readonly {
    readonly name: string
    readonly reads: 'text' | 'number' | 'switch' | 'choice' | 'any'
    readonly default?: Json
    /** Without a value and without a wire the node cannot run. */
    readonly required?: boolean
  }[]
  /** Steps from an earlier version to the next, by the version they start from. */
  readonly migrations?: Readonly<Record<number, (fields: ReadonlyMap<string, string>) => ReadonlyMap<string, string>>>
  /** A sentence saying what is wrong with a param's value, or null. */
  checkParam(name: string, value: Json): string | null
  /** Its nodes stand in a body and run once for each iteration. */
  readonly region?: RegionForm
  /** The param that names the definition whose ports it has. */
  readonly definition?: string
  /** Ports for given params (own ports included). Types by name; `any` for every type, `text|table` for a port that takes either. */
  ports(
    params: Readonly<Record<string, Json>>,
    entryWires?: GraphNode['entryWires'],
  ): {
    readonly inputs: Readonly<Record<string, { readonly type: string; readonly arity: 'one' | 'optional' | 'many' }>>
    readonly outputs: Readonly<Record<string, { readonly type: string }>>
  }
  /** Whether a value of type `from` may enter a port of type `to`; a sentence with the fix otherwise. */
  fits(from: string, to: string): { readonly ok: true } | { readonly ok: false; readonly message: string; readonly hint?: string }
}
