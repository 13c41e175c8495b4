/* What changed between two notebooks, in words: the operations that would lead from one to the other. */
import { refText, type GraphNode, type Ref } from '../graph/graph'
import type { Json } from '../graph/json'
import { definitionsOf, entriesOf, graphOf } from './graph-of'
import { sameJson } from './same-json'
import type { Block, Notebook } from './types'
import { writeFlow } from './write-value'

export interface Change {
  /** As an operation is called. */
  readonly op: string
  /** `NAME/id` in a definition. */
  readonly node?: string
  readonly words: string
}

interface Placed {
  readonly node: GraphNode
  /** The region or definition it is in, or its sheet. */
  readonly home: string
}

export function diffNotebooks(before: Notebook, after: Notebook): readonly Change[] {
  return [
    ...heads(before, after),
    ...nodeChanges(before, after),
    ...definitionChanges(before, after),
    ...places(before, after),
    ...blockChanges(before, after),
  ]
}

function heads(before: Notebook, after: Notebook): Change[] {
  const changes: Change[] = []
  if (before.title !== after.title) changes.push({ op: 'set-title', words: `Called “${after.title}” instead of “${before.title}”.` })
  if (before.seed !== after.seed) changes.push({ op: 'set-seed', words: `Seed ${after.seed} instead of ${before.seed}.` })
  const keys = new Set([...Object.keys(before.frontMatter), ...Object.keys(after.frontMatter)])
  for (const key of keys)
    if (key !== 'title' && key !== 'seed' && !sameJson(before.frontMatter[key], after.frontMatter[key]))
      changes.push({
        op: 'set-front-matter',
        words: `\`${key}\` of the front matter is ${said(after.frontMatter[key])}, was ${said(before.frontMatter[key])}.`,
      })
  return changes
}

function allNodes(notebook: Notebook): Map<string, Placed> {
  const nodes = new Map<string, Placed>()
  const add = (graph: Iterable<GraphNode>, prefix: string, home: (node: GraphNode) => string): void => {
    for (const node of graph) {
      nodes.set(prefix + node.id, { node, home: home(node) })
      if (node.body) add(node.body.values(), prefix, () => prefix + node.id)
    }
  }
  const sheetOf = new Map<string, string>()
  for (const block of notebook.blocks) if (block.type === 'graph') for (const entry of block.entries) sheetOf.set(entry.id, block.name)
  add(graphOf(notebook).values(), '', (node) => sheetOf.get(node.id) ?? '')
  for (const { name, body } of definitionsOf(notebook).values()) add(body.values(), `${name}/`, () => name)
  return nodes
}

function nodeChanges(before: Notebook, after: Notebook): Change[] {
  const [old, now] = [allNodes(before), allNodes(after)]
  const gone = [...old].filter(([id]) => !now.has(id))
  const come = [...now].filter(([id]) => !old.has(id))
  const renamed = new Map<string, string>()
  for (const [from, was] of gone) {
    const to = come.find(([id, is]) => ![...renamed.values()].includes(id) && alike(was, is))
    if (to) renamed.set(from, to[0])
  }
  const changes: Change[] = [...renamed].map(([from, to]) => ({ op: 'rename-node', node: to, words: `\`${from}\` is called \`${to}\`.` }))
  for (const [id, { node }] of gone)
    if (!renamed.has(id)) changes.push({ op: 'remove-node', node: id, words: `\`${id}\` (${node.kind}) is gone.` })
  const taken = new Set(renamed.values())
  for (const [id, { node, home }] of come)
    if (!taken.has(id)) changes.push({ op: 'add-node', node: id, words: `\`${id}\` (${node.kind}) is new in \`${home}\`.` })
  const led = (ref: Ref): string => refText({ node: renamed.get(ref.node) ?? ref.node, port: ref.port })
  for (const [id, was] of old) {
    const to = renamed.get(id) ?? id
    const is = now.get(to)
    if (is) changes.push(...fieldChanges(to, was, is, led))
  }
  const texts = (notebook: Notebook) =>
    new Map([...entriesOf(notebook)].filter((entry) => !entry.node).map((entry) => [entry.id, entry.source]))
  const unread = texts(before)
  for (const [id, source] of texts(after))
    if (unread.has(id) && unread.get(id) !== source && old.has(id))
      changes.push({ op: 'set-source', node: id, words: `The text of \`${id}\` is another.` })
  return changes
}
/** A node under another name: same kind, same home, same settings. */
const alike = (was: Placed, is: Placed): boolean =>
  was.node.kind === is.node.kind &&
  was.home === is.home &&
  sameJson(was.node.params, is.node.params) &&
  Object.keys(was.node.inputs).join() === Object.keys(is.node.inputs).join()

function fieldChanges(id: string, was: Placed, is: Placed, led: (ref: Ref) => string): Change[] {
  const [a, b] = [was.node, is.node]
  const changes: Change[] = []
  if (a.kind !== b.kind || a.version !== b.version)
    changes.push({ op: 'replace-node', node: id, words: `\`${id}\` is a \`${b.kind}@${b.version}\`, was \`${a.kind}@${a.version}\`.` })
  if (was.home !== is.home)
    changes.push({ op: 'move-node', node: id, words: `\`${id}\` stands in \`${is.home}\`, was in \`${was.home}\`.` })
  const [wired, wires] = [wiresOf(a, led), wiresOf(b, refText)]
  for (const name of new Set([...Object.keys(a.params), ...Object.keys(b.params)])) {
    if (sameJson(a.params[name], b.params[name]) || (b.params[name] === undefined && wires.has(name))) continue
    changes.push({ op: 'set-param', node: id, words: `\`${name}\` of \`${id}\` is ${said(b.params[name])}, was ${said(a.params[name])}.` })
  }
  for (const [name, from] of wires) {
    const old = wired.get(name)
    if (old === from) continue
    changes.push({
      op: 'connect',
      node: id,
      words: `\`${name}\` of \`${id}\` comes from ${from}${old === undefined ? '' : `, came from ${old}`}.`,
    })
  }
  for (const [name, from] of wired)
    if (!wires.has(name)) changes.push({ op: 'disconnect', node: id, words: `\`${name}\` of \`${id}\` no longer comes from ${from}.` })
  const [set, sets] = [settingsOf(a), settingsOf(b)]
  for (const name of new Set([...Object.keys(set), ...Object.keys(sets)]))
    if (!sameJson(set[name], sets[name]))
      changes.push({ op: 'set-setting', node: id, words: `\`${name}\` of \`${id}\` is ${said(sets[name])}, was ${said(set[name])}.` })
  return changes
}
const settingsOf = (node: GraphNode): Readonly<Record<string, Json>> => (node.settings ?? {}) as Readonly<Record<string, Json>>
function wiresOf(node: GraphNode, text: (ref: Ref) => string): Map<string, string> {
  const list = (refs: readonly Ref[]) => refs.map((ref) => `\`${text(ref)}\``).join(', ')
  const entries = Object.entries(node.entryWires ?? {}).flatMap(([param, wires]) =>
    Object.entries(wires).map(([name, refs]) => [`${param}.${name}`, list(refs)] as const),
  )
  return new Map([
    ...Object.entries(node.inputs).map(([name, refs]) => [name, list(refs)] as const),
    ...Object.entries(node.paramWires).map(([name, ref]) => [name, list([ref])] as const),
    ...entries,
  ])
}

function definitionChanges(before: Notebook, after: Notebook): Change[] {
  const [old, now] = [definitionsOf(before), definitionsOf(after)]
  const changes: Change[] = []
  for (const name of old.keys()) if (!now.has(name)) changes.push({ op: 'remove-block', words: `The definition \`${name}\` is gone.` })
  for (const [name, definition] of now) {
    const was = old.get(name)
    if (!was) {
      changes.push({ op: 'make-subgraph', words: `The definition \`${name}\` is new.` })
      continue
    }
    if (!sameJson(was.inputs, definition.inputs))
      changes.push({ op: 'set-input', words: `\`${name}\` takes ${said(definition.inputs)}, took ${said(was.inputs)}.` })
    const [from, to] = [was.outputs, definition.outputs].map((ports) =>
      Object.fromEntries(Object.entries(ports).map(([port, ref]) => [port, refText(ref)])),
    )
    if (!sameJson(from, to)) changes.push({ op: 'set-output', words: `\`${name}\` gives ${said(to)}, gave ${said(from)}.` })
  }
  return changes
}

function places(before: Notebook, after: Notebook): Change[] {
  const of = (notebook: Notebook) => notebook.blocks.find((block) => block.type === 'layout')?.places ?? {}
  const [old, now] = [of(before), of(after)]
  return Object.entries(now).flatMap(([id, place]): Change[] => {
    const was = old[id]
    return was && (was[0] !== place[0] || was[1] !== place[1])
      ? [{ op: 'move-node', node: id, words: `\`${id}\` is at ${place.join(', ')}, was at ${was.join(', ')}.` }]
      : []
  })
}

/** Texts, scenes, pinned views and blocks that are not read: by what they say, in order. */
function blockChanges(before: Notebook, after: Notebook): Change[] {
  const texts = (notebook: Notebook) => notebook.blocks.filter(isText)
  const [old, now] = [texts(before), texts(after)]
  const gone = [...old]
  const come = now.filter((block) => {
    const at = gone.findIndex((other) => other.type === block.type && textOf(other) === textOf(block))
    if (at >= 0) gone.splice(at, 1)
    return at < 0
  })
  const changes: Change[] = []
  for (const block of come) {
    const at = gone.findIndex((other) => other.type === block.type)
    const [was] = at >= 0 ? gone.splice(at, 1) : []
    const name = block.type === 'prose' ? 'text' : `block \`${block.type}\``
    if (was)
      changes.push({
        op: 'set-prose',
        words: `The ${name} “${opening(textOf(was))}” says “${opening(firstDifference(textOf(was), textOf(block)))}”.`,
      })
    else changes.push({ op: 'add-block', words: `The ${name} “${opening(textOf(block))}” is new.` })
  }
  for (const block of gone)
    changes.push({
      op: 'remove-block',
      words: `The ${block.type === 'prose' ? 'text' : `block \`${block.type}\``} “${opening(textOf(block))}” is gone.`,
    })
  return changes
}
const isText = (block: Block): boolean =>
  block.type === 'prose' || block.type === 'scene' || block.type === 'view' || block.type === 'opaque'
const textOf = (block: Block): string => (block.type === 'prose' ? block.text : (block.source ?? ''))
function firstDifference(was: string, is: string): string {
  let at = 0
  while (at < is.length && was[at] === is[at]) at++
  return is.slice(Math.max(0, is.lastIndexOf(' ', Math.max(0, at - 8)) + 1)) || is
}
const opening = (text: string): string =>
  short(
    text
      .replace(/^[#>\s]+/, '')
      .replace(/\s+/g, ' ')
      .trim(),
  )
const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text)
const said = (value: Json | undefined): string => (value === undefined ? 'left out' : short(writeFlow(value)))
