/* The full description of one mark: enough to draw its card, say its sentence and find its number in the tensor. */
import type { AnyPanel, Source } from '../panels'

/** A run of the sentence; `token` is a position that brushing may light, `piece` says that it is text of a model. */
export interface Words {
  readonly text: string
  readonly piece?: boolean
  readonly token?: number
}

export interface FormulaLine {
  readonly left: string
  /** Steps from formula to numbers: ['q·k / √d', '31.19 / 5.657']. */
  readonly steps: readonly string[]
  readonly result: string
}

export interface MarkDescription {
  /** Who reads whom; what this is. Without the value. */
  readonly words: readonly Words[]
  /** One polite sentence with the value, for screen readers and the status line. */
  readonly sentence: string
  readonly tensor?: string
  /** `[1, 10, 9]`. */
  readonly index?: string
  /** `[head 1, query 10, key 9]`. */
  readonly namedIndex?: string
  /** As the card shows it large. */
  readonly value?: string
  /** Everything the number holds. */
  readonly full?: string
  readonly formula?: readonly FormulaLine[]
  readonly rows?: readonly { readonly name: string; readonly value: string; readonly mono?: boolean }[]
}

/** [index] in lists; [row, column] in maps and tables; [layer, head] in a grid of heads. */
export type MarkPlace = readonly number[]

/** Where the keyboard goes from a mark. */
export type Step = 'up' | 'down' | 'left' | 'right' | 'start' | 'end'

/** `tensor`, `index` and `namedIndex` of a mark that fills the source's open axes with `own`. */
export function located(source: Source | undefined, own: readonly number[]): Pick<MarkDescription, 'tensor' | 'index' | 'namedIndex'> {
  if (!source) return {}
  let next = 0
  const indices = source.slice.map((entry) => entry ?? own[next++] ?? null)
  const written = (entry: number | null): string => (entry === null || Number.isNaN(entry) ? ':' : String(entry))
  return {
    tensor: source.tensor,
    index: `[${indices.map(written).join(', ')}]`,
    namedIndex: `[${indices.map((entry, axis) => (source.axes?.[axis] ? `${source.axes[axis]} ${written(entry)}` : written(entry))).join(', ')}]`,
  }
}

export const sentenceOf = (words: readonly Words[], value?: string): string =>
  `${words.map((part) => part.text).join('')}${value === undefined ? '' : `: ${value}`}`

/** The rows every card ends with: which model and backend computed it, where known. */
export function makers(panel: AnyPanel): NonNullable<MarkDescription['rows']> {
  const { model, backend } = panel.source ?? {}
  return [...(model ? [{ name: 'Model', value: model }] : []), ...(backend ? [{ name: 'Backend', value: backend }] : [])]
}
