/*
 * The one door for page, terminal and tests. In the page a Session keeps the document and an Evaluator in a worker; in
 * Node both live in one process. Views are data: panels made beside the computation, never in the page.
 */
import type { PrefixCacheStatus } from '../engine/types'
import type { Json } from '../graph/json'
import type { Held } from '../graph/run-record'
import type { KeyChange, Provenance, StreamEvent } from '../graph/runtime'
import type { NodeError, NodeState } from '../graph/states'
import type { AnyPanel } from '../viz/panels'
import type { RegionForm } from '../graph/region-form'
import type { Wired } from '../graph/regions/spec'
import type { Notebook, Operation, Problem } from '../notebook/types'
import type { Ref } from '../graph/graph'

/** What a node shows right now. Immutable; a new object only when something changed. */
export interface NodeView {
  readonly id: string
  readonly kind: string
  readonly state: NodeState
  readonly reason?: string
  readonly error?: NodeError
  readonly progress?: { readonly share: number; readonly words?: string }
  readonly ms?: number
  readonly fromMemo?: boolean
  readonly why?: readonly string[]
  /** Stale and not going to run by itself: a Run button belongs here. `above`: the button is on the node that `reason` names. */
  readonly held?: Held
  /** What it would reach outside, in sentences without a subject: `asks api.example.org`. Shown before `allow`. */
  readonly asks?: readonly string[]
  /** It failed, and a fallback or a wire from its output `error` takes care of that. */
  readonly handled?: boolean
  readonly partial?: boolean
  readonly foot?: { readonly left?: string; readonly right?: string; readonly more?: string }
  readonly panels: readonly AnyPanel[]
  readonly outputs: Readonly<Record<string, OutputView>>
  /** Values that wired params took, by param name. */
  readonly wiredParams?: Readonly<Record<string, Json>>
  readonly seed: number
  /** Of a region: how many iterations it has, and which one its body shows. */
  readonly iterations?: { readonly count: number; readonly chosen: number }
}
export interface OutputView {
  readonly type: string
  readonly hash?: string
  /** In a few words: `11 tokens`. */
  readonly summary: string
  /** What `run --format json` prints as value; small by construction. */
  readonly json: Json
  /** Not computed: pinned, a fallback, or passed through. */
  readonly instead?: 'pin' | 'fallback' | 'bypass'
}

/** What the evaluator is asked, mostly about one node. */
export type Question =
  | { readonly about: 'provenance'; readonly id: string; readonly port: string }
  | { readonly about: 'key-changes'; readonly id: string }
  | { readonly about: 'events'; readonly id: string }
  | { readonly about: 'replay'; readonly id: string; readonly sequence: number }
  | { readonly about: 'instances' }

export interface Answers {
  readonly provenance: Provenance | null
  readonly 'key-changes': readonly KeyChange[] | null
  readonly events: readonly StreamEvent[]
  readonly replay: NodeView | null
  /** Every instance there is of nodes inside regions and uses, with what it shows. */
  readonly instances: readonly { readonly node: import('../graph/graph').GraphNode; readonly view: NodeView }[]
}
export type { Held, KeyChange, Provenance, StreamEvent }

/** Facts for the status line. */
export interface EngineStatus {
  readonly backend: string
  readonly threads: number
  readonly models: readonly {
    readonly name: string
    readonly digest: string
    readonly bytes: number
    /** What is kept of the texts it has read. */
    readonly prefixCache?: PrefixCacheStatus | null
  }[]
  readonly memoryBytes: number
  readonly memoryLimit: number
  /** Results kept in the browser's storage between visits; absent where it keeps none. */
  readonly kept?: { readonly bytes: number; readonly limit: number }
  /** What this browser lacks, in sentences; empty when nothing. */
  readonly lacks: readonly string[]
}

/** Sent to the evaluator. One object per notebook, replaced whole; the evaluator finds what changed. */
export interface EvaluatorPlan {
  readonly nodes: readonly import('../graph/graph').GraphNode[]
  readonly definitions?: readonly import('../graph/graph').Definition[]
  readonly seed: number
  /** Nodes with problems in the file: never run, shown in error with this sentence. */
  readonly broken: Readonly<Record<string, NodeError>>
}

/** Implemented in-process and, by messages, across a worker. */
export interface Evaluator {
  setPlan(plan: EvaluatorPlan): void
  /** Ids that someone looks at. Only these and their ancestors are computed. */
  observe(ids: readonly string[]): void
  /** Asks for a run of stale, cancelled or manual nodes (all observed ones when empty). */
  run(ids?: readonly string[]): void
  /** These, all below them, and what those need. */
  runFrom(ids: readonly string[]): void
  /** Agrees to what these nodes ask for, and runs them. */
  allow(ids: readonly string[]): void
  /** Computed before all others. Replaces the earlier list. */
  prioritise(ids: readonly string[]): void
  ask<Asked extends Question>(question: Asked): Promise<Answers[Asked['about']]>
  /** The model at an output of a node as one ONNX file. Rejects with a sentence. */
  exportModel(id: string, options?: ExportModelOptions): Promise<ExportedModel>
  /** Lets go of the results kept between visits. */
  clearKept(): void
  cancel(ids?: readonly string[]): void
  setViewerInput(id: string, input: Json | undefined): void
  /** Which iteration of a region the nodes in its body show. Kept per viewer. */
  chooseIteration(region: string, index: number): void
  /** Called with nodes whose view changed, at most once per frame. */
  onViews(listener: (views: readonly NodeView[]) => void): () => void
  onStatus(listener: (status: EngineStatus) => void): () => void
  /** Resolves when nothing observed is left to do. */
  settled(): Promise<void>
  dispose(): void
}

/** The page's handle on an open notebook. Every getter is a stable snapshot for useSyncExternalStore. */
export interface Session {
  readonly id: string
  notebook(): Notebook
  problems(): readonly Problem[]
  onNotebook(listener: () => void): () => void
  /** One undo step. Refused operations throw a sentence and change nothing. */
  apply(operations: readonly Operation[], label: string, options?: { readonly mergeKey?: string }): void
  undo(): string | null
  redo(): string | null
  history(): { readonly undo: string | null; readonly redo: string | null }
  /** null while nothing is known of the node. */
  view(id: string): NodeView | null
  onView(id: string, listener: () => void): () => void
  counts(): Readonly<Partial<Record<NodeState, number>>>
  onCounts(listener: () => void): () => void
  status(): EngineStatus
  onStatus(listener: () => void): () => void
  /** Adds a reason to look at nodes; returns its end. */
  observe(ids: readonly string[]): () => void
  /** Runs what is stale, stopped, failed or waits to be asked: these and what they need; all that is looked at when left out. */
  run(ids?: readonly string[]): void
  /** This node and what it needs. */
  runTo(id: string): void
  /** This node and everything below it, with what those need. */
  runFrom(id: string): void
  /** Everything above and below this node. */
  runBranch(id: string): void
  /** Agrees, for this visit, to what the node `asks`, and runs it. */
  allow(id: string): void
  /** What the viewer has in hand is computed first: the selection. Replaces the earlier list. */
  setPriority(ids: readonly string[]): void
  /** Where the value at an output comes from; null while there is none. */
  provenance(id: string, port: string): Promise<Provenance | null>
  /** Why it is stale, or why it ran the last time, by the parts of its key; null where nothing ran before. */
  keyChanges(id: string): Promise<readonly KeyChange[] | null>
  /** What the last run of a node streamed, event by event. */
  events(id: string): Promise<readonly StreamEvent[]>
  /** The node as it looked after that event. Changes nothing. */
  replay(id: string, sequence: number): Promise<NodeView | null>
  cancel(ids?: readonly string[]): void
  /** Lets go of the results kept between visits; they are computed again when they are needed. */
  clearKept(): void
  /** A notebook from outside: why nothing in it runs yet, in sentences; null once it may. */
  still(): readonly string[] | null
  onStill(listener: () => void): () => void
  /** The viewer says so: what is looked at runs. */
  wake(): void
  /** Guesses, kept per viewer. `pass` is the string `pass`. */
  answer(id: string, input: Json): void
  viewerInput(id: string): Json | undefined
  /** Which iteration of a region the nodes in its body show. "Test one": choose it, and observe or run a node of the body. */
  chooseIteration(region: string, index: number): void
  /** Whether a wire may be drawn, and what would make it fit. */
  canConnect(from: Ref, to: Ref): WireVerdict
  /** Why these operations would be refused; null where they may be applied. Changes nothing. */
  refusal(operations: readonly Operation[]): string | null
  /** Canonical Markdown of what is on screen. */
  source(): string
  /** Keys and passwords in the file. Autosave goes on; sharing and exporting stop until they are out. */
  secrets(): readonly import('../notebook').FoundSecret[]
  /** The nodes as text to paste (operation `paste`). Ids of one definition are `NAME/id`. */
  copy(ids: readonly string[]): string
  /** The notebook to share: the file, a bundle with its last results, or a page that reads without scripts. Throws `SecretInFile`. */
  exported(form: ExportForm): Promise<Exported>
  /** The model at an output of a node as one ONNX file. Rejects with a sentence where it cannot be written. */
  exportModel(id: string, options?: ExportModelOptions): Promise<ExportedModel>
  saveState(): SaveState
  onSaveState(listener: () => void): () => void
  /** The object of `run --format json`. */
  results(): Promise<Json>
  dispose(): void
}

/** The file, the file with its last results, a page to read, the results alone. */
export type ExportForm = 'markdown' | 'bundle' | 'html' | 'results'

/** A file to hand to the viewer. */
export interface Exported {
  readonly name: string
  /** MIME type. */
  readonly type: string
  readonly bytes: Uint8Array
}

/** A model's file to hand to the viewer: too large to be copied about. */
export interface ExportedModel {
  readonly name: string
  /** MIME type. */
  readonly type: string
  readonly file: Blob
}
export interface ExportModelOptions {
  readonly signal?: AbortSignal
  readonly progress?: (share: number, words?: string) => void
}

export type WireVerdict =
  | { readonly ok: true }
  | {
      readonly ok: false
      readonly message: string
      readonly fix?: { readonly title: string; readonly kind: string; readonly input: string; readonly output: string }
      /** The wire would close a circle: these nodes may go round in a Loop, with the wire as its next state. */
      readonly wrap?: readonly string[]
    }

export type SaveState =
  | { readonly state: 'shipped'; readonly words: string }
  /** `warning`: kept, but it holds what looks like a key. */
  | { readonly state: 'saved'; readonly words: string; readonly warning?: string }
  | { readonly state: 'saving'; readonly words: string }
  | { readonly state: 'conflict'; readonly words: string; readonly other: string }
  | { readonly state: 'failed'; readonly words: string }
  | { readonly state: 'read-only'; readonly words: string }

/** What the shelf lists. */
export interface ShelfEntry {
  readonly id: string
  readonly title: string
  /** First sentence of the prose. */
  readonly summary: string
  readonly nodes: number
  readonly origin: 'shipped' | 'own'
  /** Own copy of a shipped one: it can go back. */
  readonly copyOf?: string
  readonly changed?: number
  /** Panels of the nodes that its front matter names as `cover`, as they were last computed. */
  readonly cover?: readonly AnyPanel[]
}

/** A kind as the page needs it: no compute. */
export interface KindCard {
  readonly kind: string
  readonly version: number
  readonly title: string
  readonly summary: string
  readonly icon: string
  readonly group: string
  readonly tags: readonly string[]
  readonly sources: readonly string[]
  readonly inline: readonly string[]
  readonly size: { readonly width: number; readonly body: number }
  readonly example: string
  readonly exampleNode: string
  readonly empty: string
  readonly assertion: boolean
  readonly presets: readonly { readonly title: string; readonly summary: string; readonly params: Readonly<Record<string, Json>> }[]
  /** JSON Schema of the params, in order; defaults inside. */
  readonly schema: Json
  /** `wired`: what own ports depend on besides params, as `wiredOf` reads it from a node. */
  ports(
    params: Readonly<Record<string, Json>>,
    wired?: WiredFacts,
  ): { readonly inputs: readonly PortCard[]; readonly outputs: readonly PortCard[] }
  /** Its nodes stand in a body and run once for each iteration. */
  readonly region?: RegionForm
  /** The param that names the definition it stands for. */
  readonly definition?: string
}
/** Names of entries by param, and the ports of the definition that is used. */
export type WiredFacts = Wired
/** In-place help in Markdown: fetched from `/help/KIND.md` in the page, read from the kind's folder in Node. */
export type HelpReader = (kind: string) => Promise<string>

export interface PortCard {
  readonly name: string
  readonly type: string
  readonly doc: string
  readonly arity: 'one' | 'optional' | 'many'
  readonly streams: boolean
  readonly abilities: readonly string[]
}
