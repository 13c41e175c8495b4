/*
 * Notes in a node: the few marks of Markdown that a label needs (paragraphs, lists, headings, emphasis, code). Prose blocks
 * of a notebook are read by their own room, with mathematics; this is for the small card.
 */
import type { ReactNode } from 'react'

export function Markdown({ text }: { readonly text: string }) {
  return (
    <div className="vz-note">
      {text
        .split(/\n\s*\n/)
        .filter((block) => block.trim())
        .map((block, place) => (
          <Block key={place} text={block.trim()} />
        ))}
    </div>
  )
}

function Block({ text }: { readonly text: string }) {
  const heading = /^#{1,4}\s+(.*)$/.exec(text)
  if (heading) return <h4>{inline(heading[1]!)}</h4>
  const lines = text.split('\n')
  if (lines.every((line) => /^\s*[-*]\s/.test(line)))
    return (
      <ul>
        {lines.map((line, place) => (
          <li key={place}>{inline(line.replace(/^\s*[-*]\s+/, ''))}</li>
        ))}
      </ul>
    )
  return <p>{inline(lines.join(' '))}</p>
}

const MARKS = /(`[^`]+`|\*\*[^*]+\*\*|\*[^*\s][^*]*\*)/

/** Emphasis and code within a line. */
export function inline(text: string): ReactNode {
  return text.split(MARKS).map((part, place) => {
    if (part.startsWith('`') && part.length > 2) return <code key={place}>{part.slice(1, -1)}</code>
    if (part.startsWith('**') && part.length > 4) return <strong key={place}>{part.slice(2, -2)}</strong>
    if (/^\*.+\*$/.test(part)) return <em key={place}>{part.slice(1, -1)}</em>
    return part
  })
}
