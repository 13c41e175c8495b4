/* A small catalogue for the tests of this room, which may not import the real one. Not used by the product. */
import type { Json } from '../graph/json'
import { definitionParam, regionForm } from '../graph/region-form'
import { closestNames } from './names'
import type { KindFacts, KindLookup } from './types'

type Params = KindFacts['params']
type Inputs = ReturnType<KindFacts['ports']>['inputs']
type Outputs = ReturnType<KindFacts['ports']>['outputs']

const WIDENS: Readonly<Record<string, readonly string[]>> = { model: ['tokenizer'], logits: ['tensor'] }

function facts(
  kind: string,
  params: Params,
  inputs: Inputs,
  outputs: Outputs,
  own?: (params: Readonly<Record<string, Json>>) => Inputs,
  choices: Readonly<Record<string, readonly string[]>> = {},
): KindFacts {
  return {
    kind,
    version: 1,
    params,
    checkParam(name, value) {
      const allowed = choices[name]
      if (allowed && !allowed.includes(String(value)))
        return `\`${name}\` is one of ${allowed.join(', ')}; here stands \`${String(value)}\`.`
      const reads = params.find((param) => param.name === name)?.reads
      if (reads === 'number' && typeof value !== 'number') return `\`${name}\` takes a number.`
      if (reads === 'switch' && typeof value !== 'boolean') return `\`${name}\` takes yes or no.`
      return (reads === 'text' || reads === 'choice') && typeof value !== 'string' ? `\`${name}\` takes a text.` : null
    },
    ports: (values) => ({ inputs: { ...inputs, ...own?.(values) }, outputs }),
    fits: (from, to) =>
      from === to || to === 'any' || from === 'any' || WIDENS[from]?.includes(to)
        ? { ok: true }
        : { ok: false, message: `There is no way from ${from} to ${to} without a node between.` },
  }
}

const text = (name: string, value?: string) => ({ name, reads: 'text' as const, ...(value === undefined ? {} : { default: value }) })
const number = (name: string, value: number) => ({ name, reads: 'number' as const, default: value })
const one = (type: string) => ({ type, arity: 'one' as const })
const optional = (type: string) => ({ type, arity: 'optional' as const })
const many = (type: string) => ({ type, arity: 'many' as const })

/** Slots of a template in braces, as `prompt` has them. */
const slots = (params: Readonly<Record<string, Json>>): Inputs =>
  Object.fromEntries(
    [...String(params['template'] ?? '').matchAll(/\{([a-z][a-z0-9-]*)\}/g)].map((found) => [found[1] ?? '', optional('text')]),
  )

const ALL: readonly KindFacts[] = [
  facts('text', [text('value', '')], {}, { text: { type: 'text' } }),
  facts('number', [number('value', 0), number('min', 0), number('max', 1)], {}, { number: { type: 'number' } }),
  facts('model', [text('source', 'primer-6m')], {}, { model: { type: 'model' } }),
  facts(
    'tokenizer',
    [{ name: 'special', reads: 'choice', default: 'as the file says' }],
    { text: one('text'), tokenizer: one('tokenizer') },
    { tokens: { type: 'tokens' } },
    undefined,
    {
      special: ['as the file says', 'none', 'begin only'],
    },
  ),
  facts(
    'forward',
    [{ name: 'want', reads: 'any', default: [] }],
    { model: one('model'), tokens: one('tokens'), edits: many('edits') },
    { run: { type: 'run' }, logits: { type: 'logits' } },
  ),
  facts(
    'ablate',
    [number('layer', 0), { name: 'heads', reads: 'any', default: 'all' }],
    { run: optional('run') },
    { edits: { type: 'edits' } },
  ),
  facts(
    'sampler',
    [
      number('temperature', 1),
      number('topK', 0),
      { name: 'stop', reads: 'any', default: [] },
      { name: 'greedy', reads: 'switch', default: false },
    ],
    { logits: optional('logits') },
    {
      odds: { type: 'distribution' },
    },
  ),
  facts('prompt', [text('template', '')], {}, { text: { type: 'text' } }, slots),
  facts('compare', [], { a: one('any'), b: one('any') }, { number: { type: 'number' } }),
  facts('note', [text('text', '')], {}, {}),
]

/** Regions, and what stands for a definition. */
const SPECIAL: readonly KindFacts[] = [
  facts('map', [number('most', 1000)], { over: one('any') }, { table: { type: 'table' } }),
  facts(
    'loop',
    [
      { name: 'until', reads: 'any' },
      { name: 'most', reads: 'number', required: true },
    ],
    {},
    { table: { type: 'table' } },
  ),
  facts('sweep', [{ name: 'order', reads: 'choice', default: 'product' }], {}, { table: { type: 'table' } }),
  facts('table', [{ name: 'rows', reads: 'any', default: [] }], {}, { table: { type: 'table' } }),
  facts('subgraph', [text('of', ''), { name: 'overrides', reads: 'any', default: {} }], {}, {}),
].map((each) => {
  const region = regionForm(each.kind)
  const definition = definitionParam(each.kind)
  return { ...each, ...(region ? { region } : {}), ...(definition === undefined ? {} : { definition }) }
})
const EVERY = [...ALL, ...SPECIAL]
const TYPES = new Set(['any', ...EVERY.flatMap((each) => Object.values(each.ports({}).outputs).map((output) => output.type))])

export const testKinds: KindLookup = {
  kind: (id) => EVERY.find((candidate) => candidate.kind === id),
  isType: (name) => TYPES.has(name),
  closest: (id) =>
    closestNames(
      id,
      EVERY.map((candidate) => candidate.kind),
    ),
}
