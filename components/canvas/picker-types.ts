/* What a picker lists. Its owner knows what choosing means. */
export interface PickItem {
  readonly key: string
  readonly title: string
  readonly detail?: string
  readonly icon?: string
  /** Port shape in place of an icon. */
  readonly port?: string
  /** Other words it is found by. */
  readonly words?: readonly string[]
  /** Opens another list in this one's place. */
  readonly next?: boolean
  readonly onPick: () => void
}
export interface PickGroup {
  readonly title: string
  readonly items: readonly PickItem[]
}
export interface PickList {
  readonly label: string
  readonly placeholder: string
  /** A port that what is picked will be wired to. */
  readonly from?: { readonly type: string; readonly words: string }
  readonly groups: readonly PickGroup[]
  /** Window pixels. */
  readonly at: { readonly x: number; readonly y: number }
}
