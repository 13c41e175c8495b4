/* Leaves no property on elements made from Markdown but the few that mean something: no id, style, data or handler. */

interface Element {
  type: string
  tagName?: string
  properties?: Record<string, unknown>
  children?: Element[]
}

const KEPT: Readonly<Record<string, readonly string[]>> = {
  a: ['href'],
  code: ['className'],
  ol: ['start'],
  'inline-value': ['of'],
  'inline-control': ['of'],
}

export function rehypePlain() {
  return (tree: Element): void => strip(tree)
}

function strip(element: Element): void {
  if (element.properties) {
    const kept = KEPT[element.tagName ?? ''] ?? []
    element.properties = Object.fromEntries(Object.entries(element.properties).filter(([name]) => kept.includes(name)))
  }
  for (const child of element.children ?? []) strip(child)
}
