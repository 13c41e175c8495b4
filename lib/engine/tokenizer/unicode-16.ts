/*
 * Tokenizers are made with the Unicode of their libraries, which is 16 (Oniguruma 6.9.10, Rust 1.9x); JavaScript engines know 16 or 17.
 * Characters that came with 17 (DerivedAge.txt 17.0.0) are taken for unassigned here, so that every engine cuts a text alike.
 */

const NEW_IN_17 =
  '88f c5c cdc 1acf-1add 1ae0-1aeb 20c1 2b96 a7ce-a7cf a7d2 a7d4 a7f1 fbc3-fbd2 fd90-fd91 fdc8-fdce 10940-10959 10ec5-10ec7 10ed0-10ed8 ' +
  '10efa-10efb 11b60-11b67 11db0-11ddb 11de0-11de9 16ea0-16eb8 16ebb-16ed3 16ff2-16ff6 187f8-187ff 18d09-18d1e 18d80-18df2 1ccfa-1ccfc ' +
  '1ceba-1ced0 1cee0-1cef0 1e6c0-1e6de 1e6e0-1e6f5 1e6fe-1e6ff 1f6d8 1f777-1f77a 1f8d0-1f8d8 1fa54-1fa57 1fa8a 1fa8e 1fac8 1facd 1faea ' +
  '1faef 1fbfa 2b73a-2b73f 2cea2-2cead 323b0-33479'

/** The new characters as a class of a regular expression with the flag v. */
const NEW = `[${NEW_IN_17.replace(/[0-9a-f]+/g, (code) => `\\u{${code}}`).replaceAll(' ', '')}]`

/** A set without the new characters, to be used alone or inside a class. `members` is what stands between brackets. */
export const known = (members: string, negated = false): string => `[${negated ? '^' : ''}[${members}]--${NEW}]`

const isNew = new RegExp(`^${NEW}$`, 'v')
export const isUnknown = (character: string): boolean => character >= '\u088f' && isNew.test(character)
