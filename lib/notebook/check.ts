/*
 * Everything wrong with a notebook, as `vitrine check` and the page list it. In lessons that includes figures typed into
 * prose: a measured number is `:value[node.port]`, or it is wrong as soon as the model changes (11-lessons).
 */
import { findDirectives, withoutCode } from './directives'
import { placeAt } from './lines'
import type { Notebook, Problem } from './types'

/** All problems in file order. */
export function checkNotebook(notebook: Notebook): readonly Problem[] {
  if (notebook.frontMatter['lesson'] === undefined) return notebook.problems
  const typed = notebook.blocks.flatMap((block) => (block.type === 'prose' ? typedFigures(block.text, block.line) : []))
  return [...notebook.problems, ...typed].sort((a, b) => a.line - b.line || a.column - b.column)
}

/** Shares and decimals look measured; whole numbers count things (heads, layers, years) and stay. */
const FIGURE =
  /(?<![\w.:/-])(?:\d{1,15}(?:,\d{3}){0,6}(?:\.\d{1,20})?\s?(?:%|‰|per cent\b|percent\b)|\d{1,15}\.\d{1,20})(?![\w-]|\.\d|:\d)/g
/** What only looks measured: a paper's number, a version, an address, and settings, which somebody chose. */
const NOT_MEASURED =
  /(?:arXiv:)?\d{4}\.\d{4,5}(?:v\d+)?|https?:\/\/\S+|\]\([^)\n]{0,2000}\)|\bv?\d+\.\d+\.\d+\b|\b(?:version|temperature|top-[kp]|min-p|penalty)(?: of)? \d{1,15}\.\d{1,20}/gi

function typedFigures(text: string, line: number): Problem[] {
  let plain = withoutCode(text, true)
  for (const directive of findDirectives(text)) plain = blank(plain, directive.start, directive.end)
  plain = plain.replace(NOT_MEASURED, (found) => ' '.repeat(found.length))
  return [...plain.matchAll(FIGURE)].map((found) => ({
    ...placeAt(plain, found.index, line, 1),
    code: 'typed-number',
    message: `The figure ${found[0]} is typed into a lesson's prose.`,
    hint: 'Show it as `:value[node.port]`; a figure that is part of a definition goes into math.',
  }))
}
const blank = (text: string, start: number, end: number): string => text.slice(0, start) + ' '.repeat(end - start) + text.slice(end)
