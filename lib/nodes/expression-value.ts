/* A formula computed for given names, and shown with its values filled in. */
import { NodeFailure } from '../graph/states'
import type { TextPart } from '../viz/panels'
import type { Expression, Tree } from './expression'
import type { Plain } from './expression-functions'

export type Names = (name: string) => Plain

/** Missing values give a missing result, and so does what has none, such as 1 / 0. */
export function valueOf({ tree }: Expression, names: Names): Plain {
  return compute(tree, names)
}

function compute(tree: Tree, names: Names): Plain {
  if (tree.type === 'value') return tree.value
  if (tree.type === 'name') return names(tree.name)
  if (tree.type === 'if') {
    const when = compute(tree.when, names)
    return when === null ? null : compute(holds(when) ? tree.yes : tree.no, names)
  }
  const values = tree.to.map((part) => compute(part, names))
  if (!tree.operation.any) {
    if (values.some((value) => value === null)) return null
    const text = values.find((value) => typeof value === 'string')
    if (text !== undefined)
      throw new NodeFailure('text-in-formula', `${tree.name} takes numbers, and one of them is the text “${shortened(String(text))}”.`, {
        hint: 'Texts are compared with = and !=, searched with contains(text, part), counted with length(text).',
      })
  }
  const made = tree.operation.of(values)
  return typeof made === 'number' && !Number.isFinite(made) ? null : made
}

/** What counts as yes. */
export const holds = (value: Plain): boolean => value !== null && value !== 0 && value !== ''

/** Whether it can give nothing but yes or no. */
export function givesTruth({ tree }: Expression): boolean {
  return truth(tree)
}
const truth = (tree: Tree): boolean =>
  tree.type === 'if' ? truth(tree.yes) && truth(tree.no) : tree.type === 'apply' && tree.operation.truth === true

/** The formula as it is written, its names replaced by what they stand for. */
export function filledIn({ source, words, names }: Expression, print: (name: string) => string): TextPart[] {
  const parts: TextPart[] = []
  let last = 0
  for (const { type, text, start, end } of words) {
    if (type !== 'name' || !names.includes(text)) continue
    if (start > last) parts.push({ text: source.slice(last, start) })
    parts.push({ text: print(text), tone: 'slot', name: text })
    last = end
  }
  return last < source.length ? [...parts, { text: source.slice(last) }] : parts
}

const shortened = (text: string): string => (text.length > 24 ? `${text.slice(0, 23)}…` : text)
