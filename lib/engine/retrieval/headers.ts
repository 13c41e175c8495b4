/* Where the sections of a Markdown text begin: lines of one to six `#`, outside fenced code. One walk over the lines. */
import type { Steps } from './steps'

export interface Section {
  readonly start: number
  /** Titles from the outermost to its own; none for what comes before the first header. */
  readonly headers: readonly string[]
}

/** Lines are looked at up to here; a header of a longer line keeps so much of its title. */
const LINE = 512

export function* headerStarts(text: string): Steps<Section[]> {
  const sections: Section[] = []
  const open: { depth: number; title: string }[] = []
  let fence = ''
  let lines = 0
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start)
    const next = newline < 0 ? text.length : newline + 1
    const line = text.slice(start, Math.min(next, start + LINE))
    const ticks = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? ''
    if (fence) {
      if (ticks.startsWith(fence)) fence = ''
    } else if (ticks) fence = ticks
    else {
      const header = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/.exec(line.trimEnd())
      if (header) {
        const depth = header[1]!.length
        while (open.length > 0 && open.at(-1)!.depth >= depth) open.pop()
        open.push({ depth, title: (header[2] ?? '').replace(/[ \t]+#+$/, '').trim() })
        if (sections.length === 0 && start > 0) sections.push({ start: 0, headers: [] })
        sections.push({ start, headers: open.map(({ title }) => title) })
      }
    }
    start = next
    if (++lines % 512 === 0) yield
  }
  if (sections.length === 0 && text !== '') sections.push({ start: 0, headers: [] })
  return sections
}
