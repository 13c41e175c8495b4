/* The post-processors of tokenizer.json: they trim offsets, and put special tokens around one text or two. */
import { SPACE } from './byte-alphabet'
import { isWhiteSpace } from './characters'
import { checkDepth, fields, flag, list, malformed, text, unsupported, whole, type Fields } from './shape'

/** An encoding in the making. */
export interface Draft {
  ids: number[]
  tokens: string[]
  offsets: [number, number][]
  special: boolean[]
}

/** One text or two in, the pieces of the whole out. */
export type PostProcessor = (drafts: Draft[], addSpecialTokens: boolean) => Draft[]

function edgeSpaces(characters: readonly string[]): number {
  const end = characters.findIndex((character) => character !== SPACE && !isWhiteSpace(character))
  return end < 0 ? characters.length : end
}

/** White space at a token's edges is left out of its range. */
function trim(draft: Draft, prefixed: boolean): Draft {
  const offsets = draft.offsets.map(([from, to], i): [number, number] => {
    const characters = [...draft.tokens[i]!]
    let leading = edgeSpaces(characters)
    const trailing = edgeSpaces(characters.reverse())
    // One leading space of the first token is the one that was put there.
    if ((i === 0 || from === 0) && prefixed && leading === 1) leading = 0
    const start = leading > 0 ? Math.min(from + leading, to) : from
    return [start, trailing > 0 && to >= trailing ? Math.max(to - trailing, start) : to]
  })
  return { ...draft, offsets }
}

function trimming(part: Fields, where: string): (drafts: Draft[]) => Draft[] {
  const prefixed = flag(part['add_prefix_space'], `${where}.add_prefix_space`, true)
  return flag(part['trim_offsets'], `${where}.trim_offsets`, true)
    ? (drafts) => drafts.map((draft) => trim(draft, prefixed))
    : (drafts) => drafts
}

const added = (ids: readonly number[], tokens: readonly string[]): Draft => ({
  ids: [...ids],
  tokens: [...tokens],
  offsets: ids.map(() => [0, 0]),
  special: ids.map(() => true),
})

function readPair(value: unknown, where: string): Draft {
  const [token, id] = list(value, where)
  return added([whole(id, `${where}[1]`)], [text(token, `${where}[0]`)])
}

/** cls A sep, and sep (Roberta) or nothing (BERT) before B sep. */
function surrounding(part: Fields, where: string, doubled: boolean): PostProcessor {
  const begin = readPair(part['cls'], `${where}.cls`)
  const end = readPair(part['sep'], `${where}.sep`)
  return (drafts, addSpecialTokens) => {
    if (!addSpecialTokens) return drafts
    return drafts.flatMap((draft, i) => (i === 0 ? [begin, draft, end] : doubled ? [end, draft, end] : [draft, end]))
  }
}

interface TemplatePiece {
  readonly sequence: number | null
  readonly special: Draft | null
}

function readTemplate(value: unknown, where: string, specials: Fields): TemplatePiece[] {
  return list(value, where).map((entry, i) => {
    const at = `${where}[${i}]`
    const piece = fields(entry, at)
    if (piece['Sequence'] !== undefined) {
      const id = fields(piece['Sequence'], at)['id']
      if (id !== 'A' && id !== 'B') throw malformed(`${at}.Sequence.id`, 'A or B', id)
      return { sequence: id === 'A' ? 0 : 1, special: null }
    }
    const name = text(fields(piece['SpecialToken'], `${at}.SpecialToken`)['id'], `${at}.SpecialToken.id`)
    const special = fields(
      Object.hasOwn(specials, name) ? specials[name] : undefined,
      `post_processor.special_tokens[${JSON.stringify(name)}]`,
    )
    const ids = list(special['ids'], `${at}: ids of ${name}`).map((id) => whole(id, `${at}: id of ${name}`))
    return {
      sequence: null,
      special: added(
        ids,
        list(special['tokens'], `${at}: tokens of ${name}`).map((token) => text(token, `${at}: token of ${name}`)),
      ),
    }
  })
}

function template(part: Fields, where: string): PostProcessor {
  const specials = fields(part['special_tokens'] ?? {}, `${where}.special_tokens`)
  const single = readTemplate(part['single'], `${where}.single`, specials)
  const pair = part['pair'] === undefined || part['pair'] === null ? null : readTemplate(part['pair'], `${where}.pair`, specials)
  return (drafts, addSpecialTokens) => {
    const pieces = drafts.length > 1 ? pair : single
    if (!pieces) return drafts
    return pieces.flatMap(({ sequence, special }) => {
      if (sequence !== null) return drafts[sequence] ? [drafts[sequence]] : []
      return special && addSpecialTokens ? [special] : []
    })
  }
}

function sequence(part: Fields, where: string, depth: number): PostProcessor {
  const all = list(part['processors'], `${where}.processors`)
  const steps = all.map((step, i) => readPostProcessor(step, `${where}.processors[${i}]`, depth + 1))
  return (drafts, addSpecialTokens) => steps.reduce((current, step) => step(current, addSpecialTokens), drafts)
}

const READERS: Readonly<Record<string, (part: Fields, where: string, depth: number) => PostProcessor>> = {
  ByteLevel: trimming,
  RobertaProcessing: (part, where) => {
    const trimmed = trimming(part, where)
    const surrounded = surrounding(part, where, true)
    return (drafts, addSpecialTokens) => surrounded(trimmed(drafts), addSpecialTokens)
  },
  BertProcessing: (part, where) => surrounding(part, where, false),
  TemplateProcessing: template,
  Sequence: sequence,
}

/** Reads one post-processor; null adds nothing. */
export function readPostProcessor(value: unknown, where = 'post_processor', depth = 0): PostProcessor {
  if (value === null || value === undefined) return (drafts) => drafts
  checkDepth(depth, where)
  const part = fields(value, where)
  const type = text(part['type'], `${where}.type`)
  const reader = Object.hasOwn(READERS, type) ? READERS[type] : undefined
  if (!reader) throw unsupported(where, `the post-processor ${type}`, Object.keys(READERS))
  return reader(part, where, depth)
}
