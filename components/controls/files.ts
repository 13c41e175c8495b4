/* Files of a param: texts with their names, or paths beside the notebook. No React here. */
import type { Plain } from './schema'

/** UTF-16 units that one text of a notebook may hold. */
const MOST = 2 * 1024 * 1024

export interface NamedFile {
  readonly name: string
  readonly text: string
}

export const isTooLarge = ({ text }: NamedFile): boolean => text.length > MOST

export function sizeOf(units: number): string {
  return units < 1e6 ? `${Math.max(1, Math.round(units / 1e3))} kB` : `${(units / 1e6).toFixed(1)} MB`
}

export const nameOf = (file: Plain): string =>
  typeof file === 'string' ? file : String((file as { readonly name?: Plain } | null)?.name ?? 'without a name')

/** A file of a name that is there already takes its place; pasted texts are numbered instead. */
export function withFiles(files: readonly Plain[], added: readonly NamedFile[]): readonly Plain[] {
  let all = [...files]
  for (const { name, text } of added) {
    const own = name === 'pasted.txt' ? freeName(name, all) : name
    const at = all.findIndex((file) => nameOf(file) === own)
    all = at < 0 ? [...all, { name: own, text }] : all.map((file, place) => (place === at ? { name: own, text } : file))
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
