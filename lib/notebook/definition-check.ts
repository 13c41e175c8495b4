/* What is wrong between definitions and their uses: names that are not there, outputs to nowhere, a definition inside itself. */
import { cyclesOf } from './cycles'
import { inDefinition } from './definition'
import { checkWires, MOST_SUGGESTED, placeOf } from './graph-check'
import { find, type Known, type KnownNode } from './known'
import { closestNames, orList } from './names'
import { nowhereFault } from './wires'
import type { KindLookup, Problem } from './types'

/** The definition that a node stands for; null where it stands for none. */
export function usedBy({ facts, node }: KnownNode): string | null {
  if (facts.definition === undefined) return null
  const name = node.params[facts.definition]
  return typeof name === 'string' ? name : ''
}

/** Uses in the notebook and in every definition, and the definitions' own wires. */
export function checkDefinitions(known: Known, kinds: KindLookup): Problem[] {
  const problems = usesOf(known).flatMap((use) => useProblems(use, known, MOST_SUGGESTED))
  for (const [name, definition] of known.definitions) {
    const own = [...checkWires(definition), ...usesOf(definition).flatMap((use) => useProblems(use, definition, 0))]
    problems.push(...own.map((problem) => inDefinition(name, problem)), ...portProblems(name, definition, kinds))
  }
  return [...problems, ...recursion(known)]
}
const usesOf = (known: Known): KnownNode[] => [...known.nodes.values()].filter((node) => usedBy(node) !== null)

function useProblems(use: KnownNode, known: Known, suggest: number): Problem[] {
  const name = usedBy(use) ?? ''
  const param = use.facts.definition ?? ''
  if (name === '' || known.definitions.has(name)) return []
  const closest = suggest > 0 ? closestNames(name, known.definitions.keys()) : []
  return [
    {
      ...placeOf(use.entry, param, name),
      code: 'unknown-definition',
      message: `${use.node.id}: there is no definition \`${name.slice(0, 60)}\` in this notebook.`,
      hint:
        closest.length > 0 ? `Close to it: ${orList(closest)}.` : 'A definition is a graph block with the word `define` behind its name.',
      node: use.node.id,
    },
  ]
}

function portProblems(name: string, definition: Known, kinds: KindLookup): Problem[] {
  const block = definition.self
  if (!block) return []
  const lineOf = (field: string) => block.line + 1 + (block.header.find((entry) => entry.name === field)?.at ?? -1)
  const types = Object.entries(block.inputs).filter(([, type]) => kinds.isType && !kinds.isType(type))
  const unknown = types.map(([input, type]): Problem => ({
    line: lineOf('inputs'),
    column: 1,
    code: 'unknown-type',
    message: `${name}: the input \`${input}\` is of type \`${type}\`, which is no type of a port.`,
    definition: name,
  }))
  const outputs = Object.entries(block.outputs).flatMap(([output, from]): Problem[] => {
    const found = find(definition, [], from)
    if (found.at === 'port' || found.at === 'unknown') return []
    const fault = nowhereFault({ to: name, name: output, from }, found, definition.ids)
    return [{ line: lineOf('outputs'), column: 1, ...fault, definition: name }]
  })
  return [...unknown, ...outputs]
}

/** A definition that, by whatever way, stands inside itself would have no end. */
function recursion(known: Known): Problem[] {
  const uses = new Map([...known.definitions].map(([name, definition]) => [name, usesOf(definition).map((use) => usedBy(use) ?? '')]))
  return cyclesOf(uses).flatMap(({ members, path }) =>
    [...members].flatMap((name): Problem[] => {
      const definition = known.definitions.get(name)
      if (!definition) return []
      const round = path.map((each) => `\`${each}\``).join(' → ')
      return usesOf(definition)
        .filter((use) => members.has(usedBy(use) ?? ''))
        .map((use) => ({
          ...placeOf(use.entry, use.facts.definition ?? '', usedBy(use) ?? ''),
          code: 'recursion',
          message: `${use.node.id}: the definition \`${name}\` stands inside itself: ${round}.`,
          hint: 'Repetition is done by `loop`.',
          node: `${name}/${use.node.id}`,
        }))
    }),
  )
}
