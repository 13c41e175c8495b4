/* Kinds for the fuzz: cheap, some slow, some failing, some streaming, some by chance. Every computation is written down. */
import { nextTurn } from '../breathe'
import type { Context, NodeKind } from '../define-node'
import { Count, Words, plainKind } from '../testing'
import { z } from '../zod'

/** What was computed and from what: the fuzz's own idea of a key. */
export interface Diary {
  readonly started: string[]
  readonly finished: string[]
}

export const keyText = (kind: string, inputs: unknown, params: unknown, extra: unknown): string =>
  `${kind} ${JSON.stringify(inputs)} ${JSON.stringify(params)} ${JSON.stringify(extra ?? null)}`

/** The plain function of each kind; throws where the kind fails. `extra`: its random number or what the viewer chose. */
export const meanings: Readonly<Record<string, (inputs: any, params: any, extra: any) => Record<string, unknown>>> = {
  number: (_, { value }) => ({ count: value }),
  add: ({ of }, { more }) => ({ count: of.reduce((a: number, b: number) => a + b, more) }),
  coarse: ({ a }, { by }) => ({ count: Math.floor(a / by) }),
  split: ({ a }) => ({ count: Math.floor(a / 2), odd: Math.abs(a % 2) }),
  picky: ({ a }) => {
    if (Math.abs(a) % 4 === 3) throw new Error(`${a} is not to my taste`)
    return { count: a + 100 }
  },
  later: ({ a, b }, { turns }) => ({ count: a - (b ?? 0) + turns }),
  write: ({ a }, { turns }) => ({ words: '.'.repeat(Math.abs(a % 7)) + turns }),
  length: ({ words }) => ({ count: words.length }),
  draw: (_, __, extra) => ({ count: Math.floor(extra * 4) }),
  guess: (_, __, extra) => ({ count: extra ?? 0 }),
}

export function fuzzKinds(diary: Diary): NodeKind[] {
  const made = (definition: Partial<NodeKind> & Pick<NodeKind, 'kind' | 'inputs' | 'outputs' | 'params'>): NodeKind =>
    plainKind({
      ...definition,
      compute: (inputs: unknown, params: { turns?: number }, ctx: Context) => {
        const extra = definition.random ? ctx.random() : definition.readsViewer ? ctx.viewerInput : undefined
        const key = keyText(definition.kind, inputs, params, extra)
        diary.started.push(key)
        const finish = () => {
          const value = meanings[definition.kind]?.(inputs, params, extra) ?? {}
          diary.finished.push(key)
          return value
        }
        return params.turns === undefined ? finish() : slowly(params.turns, ctx, finish)
      },
    } as never) as NodeKind
  const none = z.object({})
  const turns = z.object({ turns: z.int().min(0).default(1) })
  return [
    made({ kind: 'number', inputs: {}, outputs: { count: Count.output('') }, params: z.object({ value: z.number().max(50).default(0) }) }),
    made({
      kind: 'add',
      inputs: { of: Count.input('').many() },
      outputs: { count: Count.output('') },
      params: z.object({ more: z.number().default(0) }),
    }),
    made({
      kind: 'coarse',
      inputs: { a: Count.input('') },
      outputs: { count: Count.output('') },
      params: z.object({ by: z.number().min(1).default(3) }),
    }),
    made({ kind: 'split', inputs: { a: Count.input('') }, outputs: { count: Count.output(''), odd: Count.output('') }, params: none }),
    made({ kind: 'picky', inputs: { a: Count.input('') }, outputs: { count: Count.output('') }, params: none }),
    made({
      kind: 'later',
      inputs: { a: Count.input(''), b: Count.input('').optional() },
      outputs: { count: Count.output('') },
      params: turns,
    }),
    made({ kind: 'write', inputs: { a: Count.input('') }, outputs: { words: Words.output('').stream() }, params: turns }),
    made({ kind: 'length', inputs: { words: Words.input('') }, outputs: { count: Count.output('') }, params: none }),
    made({ kind: 'draw', inputs: {}, outputs: { count: Count.output('') }, params: none, random: true }),
    made({ kind: 'guess', inputs: {}, outputs: { count: Count.output('') }, params: none, readsViewer: true }),
  ]
}

async function slowly(turns: number, ctx: Context, finish: () => Record<string, unknown>): Promise<Record<string, unknown>> {
  for (let turn = 0; turn < turns; turn++) {
    ctx.progress(turn / turns)
    await nextTurn()
    ctx.signal.throwIfAborted()
  }
  const value = finish()
  if ('words' in value) ctx.emit({ words: String(value['words']).slice(0, 1) })
  await nextTurn()
  ctx.signal.throwIfAborted()
  return value
}
