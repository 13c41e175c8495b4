/* Names of a GGUF file that was cut into parts: `NAME-00001-of-00003.gguf`, as gguf-split writes them. */

const PART = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/i

export interface PartName {
  /** Without the numbers: `folder/NAME`. */
  readonly whole: string
  /** From 1 on. */
  readonly number: number
  readonly count: number
}

export function partName(file: string): PartName | null {
  const [, whole, number, count] = PART.exec(file) ?? []
  return whole === undefined ? null : { whole, number: Number(number), count: Number(count) }
}

const five = (number: number): string => String(number).padStart(5, '0')

/** The same file's part `number`, spelled as `file` is. */
export function partFile(file: string, number: number): string {
  return file.replace(/-\d{5}-of-(\d{5}\.gguf)$/i, `-${five(number)}-of-$1`)
}

/** GGUF files as models: the parts of one stand together, by the first of them that is there. */
export function ggufModels(files: readonly string[]): readonly { readonly file: string; readonly whole: string }[] {
  const found = new Map<string, string>()
  for (const file of files.filter((each) => each.toLowerCase().endsWith('.gguf')).toSorted()) {
    const part = partName(file)
    const whole = part ? `${part.whole} in ${part.count} parts` : file
    if (!found.has(whole)) found.set(whole, file)
  }
  return [...found].map(([whole, file]) => ({ whole, file }))
}
