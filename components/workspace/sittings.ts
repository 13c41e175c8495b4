/* Many small saves as the few versions a person looks for: those made in one go are one, named ones stand alone. */

export interface Sitting {
  readonly number: number
  readonly changed: number
  readonly labels: readonly string[]
  readonly name?: string
}

/** A pause that ends a sitting. */
const PAUSE_MS = 3 * 60_000

/** Both lists latest first; a sitting goes by its latest version and says all that was done in it, the last first. */
export function sittingsOf(versions: readonly Sitting[]): readonly Sitting[] {
  const sittings: Sitting[] = []
  let before: Sitting | undefined
  for (const version of versions) {
    const last = sittings.at(-1)
    const joins = last && before && last.name === undefined && version.name === undefined && before.changed - version.changed < PAUSE_MS
    if (joins) {
      sittings[sittings.length - 1] = { ...last, labels: [...new Set([...last.labels, ...[...version.labels].reverse()])] }
    } else sittings.push({ ...version, labels: [...version.labels].reverse() })
    before = version
  }
  return sittings
}
