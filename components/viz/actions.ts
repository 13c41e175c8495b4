/* What a panel may ask of whoever shows it. A panel changes nothing by itself. */
import type { MarkDescription, MarkPlace } from '../../lib/viz/mark'
import type { AnyPanel } from '../../lib/viz/panels'

export type PanelAction =
  /** A mark was pinned, or its panel changed while it is. */
  | { readonly kind: 'pin'; readonly panel: AnyPanel; readonly place: MarkPlace; readonly mark: MarkDescription }
  | { readonly kind: 'release' }
  /** A head chosen in the strip sets the node's param. */
  | { readonly kind: 'set-param'; readonly param: string; readonly value: number }
  | { readonly kind: 'choose-head'; readonly layer: number; readonly head: number }
  /** The place of a question's option, or `pass`. */
  | { readonly kind: 'answer'; readonly input: number | 'pass' }
  | { readonly kind: 'remove-head'; readonly layer: number; readonly head: number }

export type OnAction = (action: PanelAction) => void

export interface PanelProps<P extends AnyPanel = AnyPanel> {
  readonly panel: P
  /** In a node, or alone on the screen with room for numbers, captions and words. */
  readonly size?: 'node' | 'full'
  /** Room in px. */
  readonly width: number
  /** Where the height is bounded too: maps shrink, lists end, text scrolls. */
  readonly height?: number
  readonly onAction?: OnAction
  /** Actions that the shower carries out; others are not offered. */
  readonly offers?: readonly 'remove-head'[]
  /** `elsewhere` when the shower draws the legend itself (a node's foot). */
  readonly legend?: 'here' | 'elsewhere'
  /** `elsewhere` when pinned cards are drawn by the shower (the inspector). */
  readonly pinned?: 'here' | 'elsewhere'
}
