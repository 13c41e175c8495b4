/*
 * Packing found texts into a budget of tokens: the best first, each that still fits; what does not is told with what it
 * would have needed. Counted is the whole text as it will be read, joints included.
 */
export interface Packed {
  readonly text: string
  /** Places of those that were taken, in the order of the text. */
  readonly taken: readonly number[]
  /** Tokens that the text had after each was added, by place; and with each that fell out, had it been added. */
  readonly costs: readonly { readonly place: number; readonly taken: boolean; readonly tokens: number; readonly total: number }[]
  readonly tokens: number
}

export type PackOrder = 'best first' | 'best last' | 'as in the source'

export async function packTexts(
  texts: readonly string[],
  budget: number,
  count: (text: string) => number,
  arrange: (places: readonly number[]) => readonly number[],
  breathe: () => Promise<void>,
): Promise<Packed> {
  const taken: number[] = []
  const costs: Packed['costs'][number][] = []
  const joined = (places: readonly number[]): string =>
    arrange(places)
      .map((place) => texts[place]!.trim())
      .join('\n')
  let tokens = 0
  for (const place of texts.keys()) {
    await breathe()
    const total = count(joined([...taken, place]))
    const fits = total <= budget
    costs.push({ place, taken: fits, tokens: total - tokens, total })
    if (!fits) continue
    taken.push(place)
    tokens = total
  }
  return { text: joined(taken), taken: arrange(taken), costs, tokens }
}
