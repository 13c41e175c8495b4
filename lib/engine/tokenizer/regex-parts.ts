/* The atoms of a translated regular expression: literals, case variants, Unicode properties. */
import { known } from './unicode-16'

/** Letters that fold to an ASCII letter besides its own other case: ſ (U+017F) and the Kelvin sign. */
const EXTRA_FOLDS: Readonly<Record<string, string>> = { s: '\u017f', k: '\u212a' }

export function caseVariants(character: string): string[] {
  const lower = character.toLowerCase()
  const upper = character.toUpperCase()
  const single = (text: string): boolean => [...text].length === 1
  const all = [character, ...(single(lower) ? [lower] : []), ...(single(upper) ? [upper] : [])]
  const extra = EXTRA_FOLDS[lower]
  return [...new Set(extra ? [...all, extra] : all)]
}

/** Safe inside and outside of classes. */
export function emitLiteral(character: string): string {
  return /^[A-Za-z0-9]$/.test(character) ? character : `\\u{${character.codePointAt(0)!.toString(16)}}`
}

/** `L`, `Han`, `Lowercase`, `IsHan`: JavaScript's spelling of a property, or null. */
function spelling(name: string): string | null {
  const bare = name.replace(/^Is/, '')
  for (const spelled of [bare, `Script=${bare}`, capitalised(bare), `Script=${capitalised(bare)}`]) {
    try {
      void new RegExp(`\\p{${spelled}}`, 'v')
      return spelled
    } catch {
      // The next spelling may be the right one.
    }
  }
  return null
}

const capitalised = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1).toLowerCase()

export const isProperty = (name: string): boolean => spelling(name) !== null

/** A set that may stand alone or inside a class. */
export function emitProperty(name: string, negated: boolean): string {
  const spelled = spelling(name)
  // White space is the same in both, and classes of it are the most used.
  return spelled === 'White_Space' ? `\\${negated ? 'P' : 'p'}{White_Space}` : known(`\\p{${spelled}}`, negated)
}
