/*
 * The panel vocabulary: what a node shows, as data. The same panel is drawn in the page (components/viz), as SVG and in a
 * terminal (scenes of this room). A mark is a number: every panel says which tensor its numbers are of, and every mark's
 * full index can be told from its place. Panels cross from worker to page by structured clone.
 */
import type { Json } from '../graph/json'
import type { PanelData } from '../graph/define-node'

/** Which tensor the numbers are of. `slice` has one entry per axis of that tensor; null axes run in the panel's own order (rows, then columns …). */
export interface Source {
  readonly tensor: string
  readonly slice: readonly (number | null)[]
  /** Letters or words for the axes of the tensor: ['head', 'query', 'key']. */
  readonly axes?: readonly string[]
  readonly model?: string
  readonly backend?: string
}

interface Panel extends PanelData {
  readonly title?: string
  /** What it shows and what it does not. */
  readonly caption?: string
  readonly source?: Source
}

/** A piece of text with a meaning. `p` is drawn as the line under a written token. */
export interface TextPart {
  readonly text: string
  readonly tone?: 'given' | 'written' | 'slot' | 'special' | 'quiet'
  readonly p?: number
  readonly id?: number
  /** Position of the token in the notebook's tokens, for linked brushing. */
  readonly token?: number
  /** For slots: their name. */
  readonly name?: string
}
export interface TextPanel extends Panel {
  readonly panel: 'text'
  readonly parts: readonly TextPart[]
  readonly markdown?: boolean
  readonly writing?: boolean
}

export interface TokenMark {
  readonly id: number
  /** Display text, spaces as they are; the painter makes them visible. */
  readonly text: string
  readonly special?: boolean
  readonly start: number
  readonly end: number
  /** Hex bytes where the piece is no whole character. */
  readonly bytes?: string
}
export interface TokensPanel extends Panel {
  readonly panel: 'tokens'
  readonly tokens: readonly TokenMark[]
  readonly showIds: boolean
  /** One number per token, tinted instead of the id's chip. */
  readonly values?: { readonly name: string; readonly data: readonly number[]; readonly high: number; readonly source?: Source }
}

export interface NumberPanel extends Panel {
  readonly panel: 'number'
  readonly value: number
  readonly unit?: string
  readonly label?: string
}

export interface BarMark {
  readonly label: string
  readonly value: number
  /** The second run of a comparison: the first is drawn hollow, the second filled. */
  readonly second?: number
  /** The first run of a comparison on a line of its own. */
  readonly hollow?: boolean
  readonly strong?: boolean
  readonly note?: string
  readonly index?: readonly number[]
}
export interface BarsPanel extends Panel {
  readonly panel: 'bars'
  readonly bars: readonly BarMark[]
  /** `%` prints shares as percentages; otherwise three significant digits and the unit. */
  readonly unit?: string
  readonly low?: number
  readonly high: number
  readonly names?: readonly [string, string]
  /** Labels are token pieces: mono, spaces visible. */
  readonly pieces?: boolean
}

export interface Candidate {
  readonly id: number
  readonly piece: string
  readonly p: number
  /** Before the chain, where there was one. */
  readonly before?: number
  /** The stage that removed it. */
  readonly cutBy?: string
}
export interface DistributionPanel extends Panel {
  readonly panel: 'distribution'
  /** Best first. */
  readonly candidates: readonly Candidate[]
  readonly vocabulary: number
  readonly entropyBits: number
  readonly drawn?: number
  /** The mass of the candidates not listed, and how many they are. */
  readonly rest: { readonly count: number; readonly p: number }
  readonly stages?: readonly {
    readonly stage: string
    readonly setting: number
    readonly kept: number
    readonly removed: number
    readonly massRemoved: number
    readonly reason: string
  }[]
  /** `bars`: one row a candidate. `columns`: the sampler's chain, one column a candidate. */
  readonly look: 'bars' | 'columns'
}

export interface Scale {
  readonly kind: 'sequential' | 'diverging'
  readonly low: number
  readonly high: number
  /** Said in the legend where values lie outside. */
  readonly clipped?: boolean
  /** Each row is painted on its own scale, from 0 to the row's largest; the legend says so. */
  readonly by?: 'row'
}
export interface AxisLabels {
  readonly name: string
  /** Token pieces or plain words; absent labels are numbered. */
  readonly labels?: readonly string[]
  readonly pieces?: boolean
}
export interface HeatPanel extends Panel {
  readonly panel: 'heat'
  /** [rows, columns]; NaN: absent, not painted. */
  readonly values: Float32Array
  readonly rows: AxisLabels & { readonly count: number }
  readonly columns: AxisLabels & { readonly count: number }
  readonly scale: Scale
  /** Of a larger tensor: the row and column this window starts at. */
  readonly window?: { readonly row: number; readonly column: number; readonly rows: number; readonly columns: number }
}

export interface AttentionPanel extends Panel {
  readonly panel: 'attention'
  /** [T, S] of the chosen head or aggregate, as the tensor holds it; cells above the diagonal are NaN. Keys are the tokens; queries the last T of them. */
  readonly values: Float32Array
  /** Scaled scores q·k/√D [T, S] of the chosen head, for the formula; absent for aggregates. */
  readonly scores?: Float32Array
  readonly headSize?: number
  readonly layer: number
  /** null: an aggregate, named in `aggregate`. */
  readonly head: number | null
  readonly aggregate?: 'mean' | 'max'
  readonly stage: string
  readonly tokens: readonly TokenMark[]
  /** Strip of all heads of the layer: [H, T, S], or absent where too large. */
  readonly heads?: { readonly count: number; readonly values: Float32Array }
  readonly scale: Scale
  /** A struck-out column whose rows are shared anew. */
  readonly sink?: number
  /** Param names to set when a head or layer is chosen in the panel. */
  readonly headParam?: string
  readonly layerParam?: string
  readonly layers?: number
}

export interface HeadGridPanel extends Panel {
  readonly panel: 'headGrid'
  readonly layers: number
  readonly heads: number
  /** One number per head [L, H] … */
  readonly values?: Float32Array
  /** … or one map per head [L, H, T, S]. */
  readonly maps?: { readonly values: Float32Array; readonly rows: number; readonly columns: number }
  readonly scale: Scale
  readonly chosen?: readonly [number, number]
}

export interface HistogramPanel extends Panel {
  readonly panel: 'histogram'
  readonly bins: readonly { readonly from: number; readonly to: number; readonly count: number }[]
  readonly count: number
  readonly mean: number
  readonly deviation: number
  readonly unit?: string
  /** Values that a grid can hold, in rising order: numbers are rounded to the nearest of these. */
  readonly grid?: readonly number[]
}

export interface TablePanel extends Panel {
  readonly panel: 'table'
  readonly columns: readonly {
    readonly name: string
    readonly type: 'number' | 'text' | 'yes/no' | 'json'
    readonly unit?: string
    readonly pieces?: boolean
  }[]
  /** The rows shown; `total` says how many there are. */
  readonly rows: readonly (readonly Json[])[]
  readonly total: number
  /** The place of the first row shown, where rows before it are left out. */
  readonly first?: number
  /** What is taken: a row of those shown, and its column, or null for all of it. */
  readonly lit?: readonly [row: number, column: number | null]
}

export interface RibbonMark {
  readonly id: string
  /** Place among the documents: chunks keep their tint whatever is shown. */
  readonly place: number
  /** UTF-16 range of the source. */
  readonly start: number
  readonly end: number
  /** Found, and what is said of it: its rank and score. */
  readonly lit?: boolean
  readonly note?: string
}
/** A source and the chunks it was cut into, which may overlap. Of a long source a stretch is shown. */
export interface RibbonsPanel extends Panel {
  readonly panel: 'ribbons'
  readonly name: string
  readonly text: string
  /** Where the stretch begins in the source, and how long the source is. */
  readonly from: number
  readonly length: number
  readonly sources: number
  /** Those that touch the stretch, in order. */
  readonly ribbons: readonly RibbonMark[]
  readonly total: number
}

export interface DiffPanel extends Panel {
  readonly panel: 'diff'
  readonly parts: readonly { readonly text: string; readonly change: 'same' | 'removed' | 'added' }[]
  readonly names?: readonly [string, string]
}

export interface CardChoice {
  readonly say: string
  readonly because?: string
  /** Known only after the viewer chose or passed. */
  readonly right?: boolean
  readonly chosen?: boolean
}
export interface CardPanel extends Panel {
  readonly panel: 'card'
  readonly heading?: string
  readonly rows?: readonly { readonly name: string; readonly value: string; readonly mono?: boolean }[]
  /** A verdict: drawn as glyph and word. */
  readonly badge?: { readonly tone: 'holds' | 'fails' | 'waits'; readonly words: string }
  readonly text?: string
  /** A question's options. Choosing sends the option's place (or `pass`) as the node's viewer input. */
  readonly choices?: readonly CardChoice[]
  readonly canPass?: boolean
}

export interface BitMark {
  readonly on: boolean
  readonly role: 'sign' | 'exponent' | 'fraction' | 'value'
  /** The number with this bit turned over; may be infinite or NaN, which no param holds. */
  readonly flipped: number
}
export interface BitsPanel extends Panel {
  readonly panel: 'bits'
  /** `fp16` */
  readonly format: string
  /** The highest first. */
  readonly bits: readonly BitMark[]
  /** What the bits mean; may be infinite. */
  readonly value: number
  /** What was asked for, before rounding. */
  readonly wanted: number
  /** The next numbers of the format; null beyond its last. */
  readonly below: number | null
  readonly above: number | null
  /** How the value follows from the bits: `−1⁰ × 2⁻³ × 1.25`. */
  readonly formula: string
  /** Param to set when a bit is turned over. */
  readonly param?: string
}

/** One axis of a scatter: its name, and what is said of it (`42 % of the variance`). */
export interface ScatterAxis {
  readonly name: string
  readonly note?: string
}
/** Points with two numbers each. */
export interface ScatterPanel extends Panel {
  readonly panel: 'scatter'
  /** [N, 2], x before y. A point that has no number there is NaN and is not drawn. */
  readonly points: Float32Array
  readonly labels?: readonly string[]
  readonly x: ScatterAxis
  readonly y: ScatterAxis
  /** Both axes have the same unit: a distance is as long in every direction. */
  readonly equal?: boolean
  /** How many there are; the first of them are shown. */
  readonly total: number
}

export interface ConversationPanel extends Panel {
  readonly panel: 'conversation'
  readonly turns: readonly { readonly role: string; readonly text: string }[]
}

/** A box over some of the characters. `lit` is taken, `plain` was made on the way, `faint` fits but is not taken, `miss` was looked for and is not there. */
export interface LatticeBox {
  readonly from: number
  readonly to: number
  readonly text: string
  readonly tone: 'lit' | 'plain' | 'faint' | 'miss'
  /** `rank 512`, `−8.2`. */
  readonly note?: string
}
export interface LatticeLane {
  /** Side by side, none over another. */
  readonly boxes: readonly LatticeBox[]
}
/** How a word is cut: boxes in lanes over its characters. */
export interface LatticePanel extends Panel {
  readonly panel: 'lattice'
  readonly characters: readonly string[]
  readonly lanes: readonly LatticeLane[]
  /** Params of the node that choose what is shown, each a slider from `least` to `most`. */
  readonly scrubs?: readonly Scrub[]
}
export interface Scrub {
  readonly param: string
  readonly label: string
  readonly value: number
  readonly least: number
  readonly most: number
}

export type AnyPanel =
  | ConversationPanel
  | LatticePanel
  | BitsPanel
  | ScatterPanel
  | TextPanel
  | TokensPanel
  | NumberPanel
  | BarsPanel
  | DistributionPanel
  | HeatPanel
  | AttentionPanel
  | HeadGridPanel
  | HistogramPanel
  | TablePanel
  | DiffPanel
  | RibbonsPanel
  | CardPanel
export type PanelName = AnyPanel['panel']
