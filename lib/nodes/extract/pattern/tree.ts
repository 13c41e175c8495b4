/* A pattern as a tree. Characters are code points; a class is a question asked of one of them. */

export type CharTest = (code: number) => boolean
export type Place = 'start' | 'end' | 'word edge' | 'no word edge'

export type Tree =
  | { readonly is: 'char'; readonly test: CharTest }
  | { readonly is: 'place'; readonly place: Place }
  | { readonly is: 'all'; readonly parts: readonly Tree[] }
  | { readonly is: 'one of'; readonly parts: readonly Tree[] }
  | { readonly is: 'repeat'; readonly part: Tree; readonly least: number; readonly most: number; readonly lazy: boolean }
  | { readonly is: 'group'; readonly part: Tree; readonly number: number }

export interface Parsed {
  readonly tree: Tree
  /** Groups that keep what they took; a nameless one is null. */
  readonly names: readonly (string | null)[]
  readonly multiline: boolean
}
