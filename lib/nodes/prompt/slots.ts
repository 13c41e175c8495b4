/* A template cut into plain text and slots. `{name}` is a slot, `{{` and `}}` are braces; any other brace stands for itself. */

export type TemplatePart = { readonly text: string } | { readonly slot: string }

/** Names as ids are written: a letter, then letters, digits, - and _. Quotes and spaces make a brace an ordinary one (JSON). */
const SLOT = /\{\{|\}\}|\{([A-Za-z][A-Za-z0-9_-]*)\}/g

export function templateParts(template: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = []
  let text = ''
  let last = 0
  for (const match of template.matchAll(SLOT)) {
    text += template.slice(last, match.index)
    last = match.index + match[0].length
    if (match[1] === undefined) {
      text += match[0][0]
      continue
    }
    if (text) parts.push({ text })
    text = ''
    parts.push({ slot: match[1] })
  }
  text += template.slice(last)
  if (text) parts.push({ text })
  return parts
}

/** Each slot once, in the order of its first use. */
export const slotNames = (template: string): readonly string[] => [
  ...new Set(templateParts(template).flatMap((part) => ('slot' in part ? [part.slot] : []))),
]
