/* What a scene is made of. The unit is the CSS px; y runs down. */
import type { Scale } from '../panels'

/** A token of tokens.css without its dashes (`seq-6`), or a place on a data scale. */
export type Paint = string | { readonly scale: Scale['kind']; readonly place: number; readonly ink?: boolean }

export type Mark =
  | {
      readonly is: 'rect'
      readonly x: number
      readonly y: number
      readonly width: number
      readonly height: number
      readonly fill?: Paint
      readonly stroke?: Paint
      readonly radius?: number
      readonly dash?: string
    }
  | {
      readonly is: 'text'
      readonly x: number
      readonly y: number
      readonly text: string
      readonly face?: 'mono' | 'sans' | 'serif'
      readonly size?: number
      readonly strong?: boolean
      readonly anchor?: 'start' | 'middle' | 'end'
      readonly fill?: Paint
      /** Degrees about (x, y). */
      readonly turn?: number
      readonly struck?: boolean
    }
  | {
      readonly is: 'line'
      readonly points: readonly (readonly [number, number])[]
      readonly stroke: Paint
      readonly width?: number
      readonly dash?: string
    }
  /** Cells on one scale; NaN is absent. */
  | {
      readonly is: 'pixels'
      readonly x: number
      readonly y: number
      readonly rows: number
      readonly columns: number
      readonly cell: number
      readonly high: number
      readonly gap: number
      readonly scale: Scale['kind']
      /** 0 to 1 [rows, columns]. */
      readonly places: Float32Array
      readonly sink?: number
    }

export interface Scene {
  readonly width: number
  readonly height: number
  readonly marks: readonly Mark[]
  /** For who cannot see it. */
  readonly words: string
}

export interface SceneOptions {
  /** Room in px; scenes may be narrower. Default by panel. */
  readonly width?: number
  readonly size?: 'node' | 'full'
}
