/* Files of a param: texts with their names, or paths beside the notebook. No React here. */
import type { Plain } from './schema'

/** UTF-16 units that one text of a notebook may hold. */
const MOST = 2 * 1024 * 1024

export interface NamedFile {
  readonly name: string
  readonly text: string
  /** The text stands for bytes. */
  readonly binary?: boolean
}

export const isTooLarge = ({ text }: NamedFile): boolean => text.length > MOST

/** Files that are no text, by their names. */
export const isBinary = (name: string): boolean => /\.parquet$/i.test(name)

export function base64Of(bytes: Uint8Array): string {
  let letters = ''
  for (let at = 0; at < bytes.length; at += 4096) letters += String.fromCharCode(...bytes.subarray(at, at + 4096))
  return btoa(letters)
}

const kept = ({ name, text, binary }: NamedFile): Plain => (binary ? { name, base64: text } : { name, text })

export function sizeOf(units: number): string {
  return units < 1e6 ? `${Math.max(1, Math.round(units / 1e3))} kB` : `${(units / 1e6).toFixed(1)} MB`
}

export const nameOf = (file: Plain): string =>
  typeof file === 'string' ? file : String((file as { readonly name?: Plain } | null)?.name ?? 'without a name')

/** A file of a name that is there already takes its place; pasted texts are numbered instead. */
export function withFiles(files: readonly Plain[], added: readonly NamedFile[]): readonly Plain[] {
  let all = [...files]
  for (const given of added) {
    const { name } = given
    const own = name === 'pasted.txt' ? freeName(name, all) : name
    const at = all.findIndex((file) => nameOf(file) === own)
    all = at < 0 ? [...all, kept({ ...given, name: own })] : all.map((file, place) => (place === at ? kept({ ...given, name: own }) : file))
  }
  return all
}

function freeName(name: string, files: readonly Plain[]): string {
  const taken = new Set(files.map(nameOf))
  if (!taken.has(name)) return name
  for (let number = 2; ; number++) {
    const next = name.replace('.', `-${number}.`)
    if (!taken.has(next)) return next
  }
}
