/* Lines of a file with their ends kept, and places in text as line and column. */

/** Every line with its line end; joined they are the text. A lone carriage return ends no line. */
export function splitLines(text: string): string[] {
  const lines: string[] = []
  let start = 0
  for (;;) {
    const end = text.indexOf('\n', start)
    if (end < 0) break
    lines.push(text.slice(start, end + 1))
    start = end + 1
  }
  if (start < text.length) lines.push(text.slice(start))
  return lines
}

export const withoutEnd = (line: string): string =>
  line.endsWith('\r\n') ? line.slice(0, -2) : line.endsWith('\n') ? line.slice(0, -1) : line

export const isBlank = (line: string): boolean => /^[ \t]*\r?\n?$/.test(line)

/** Without spaces and tabs at the end; a loop, because a pattern would be quadratic in a hostile line. */
export function withoutTrailingSpace(text: string): string {
  let end = text.length
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--
  return text.slice(0, end)
}

/** How many spaces a line begins with. */
export function indentOf(line: string): number {
  let count = 0
  while (line[count] === ' ') count++
  return count
}

export const countLines = (text: string): number => {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
  return count
}

/** Line and column of an offset in a text whose first character stands at `line`, `column`. */
export function placeAt(text: string, offset: number, line: number, column: number): { line: number; column: number } {
  const before = text.slice(0, offset)
  const breaks = countLines(before)
  if (breaks === 0) return { line, column: column + offset }
  return { line: line + breaks, column: offset - before.lastIndexOf('\n') }
}

/** The line end that a file uses. */
export const lineEndOf = (source: string): '\n' | '\r\n' => {
  const first = source.indexOf('\n')
  return first > 0 && source[first - 1] === '\r' ? '\r\n' : '\n'
}
