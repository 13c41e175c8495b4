/* Cuts texts into chunks that can be found one by one. Chunks are ranges of the source and rebuild it exactly. */
import { defineNode } from '../../graph/define-node'
import {
  breathing,
  headerChunks,
  recursiveChunks,
  sentenceChunks,
  tokenChunks,
  wholeChunks,
  type Chunk,
  type Steps,
} from '../../engine/retrieval'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import { Documents, documentsOf, plural, Tokenizer, type DocumentItem, type TokenizerValue } from '../../values'
import { number } from '../../viz/numbers'
import { show } from '../../viz/show'
import { documentsFrom, problemPanels, Texts } from '../documents'

const WAYS = ['whole', 'header', 'recursive', 'sentence', 'tokens'] as const
type Way = (typeof WAYS)[number]
/** Size 0 is what is usual for the way; a section of a header has no bound of its own. */
const USUAL: Readonly<Record<Way, number>> = { whole: 0, header: 0, recursive: 400, sentence: 1, tokens: 64 }
const UNITS: Readonly<Record<Way, string>> = {
  whole: '',
  header: 'characters',
  recursive: 'characters',
  sentence: 'sentences',
  tokens: 'tokens',
}

export const split = defineNode({
  kind: 'split',
  version: 1,
  title: 'Split',
  summary: 'Cuts texts into chunks that can be found one by one.',
  icon: 'scissors',
  group: 'Documents and retrieval',
  tags: ['chunk', 'chunking', 'passages', 'sentences', 'overlap', 'cut', 'rag'],
  sources: ['https://spec.commonmark.org/0.31.2/#atx-headings'],
  inputs: {
    from: Texts.input('what to cut: a text, documents, or the texts of a table'),
    tokenizer: Tokenizer.input('counts tokens; a model brings its own').optional(),
  },
  outputs: { documents: Documents.output('the chunks, each with its range of the source') },
  params: z.object({
    by: z.enum(WAYS).default('sentence').meta({
      description:
        'whole: nothing is cut. header: Markdown sections. recursive: paragraphs, else lines, sentences, words. sentence, tokens: so many.',
    }),
    size: z.int().min(0).max(1_000_000).default(0).meta({
      description:
        'Sentences, tokens or (recursive, header) characters in a chunk. 0: 1 sentence, 64 tokens, 400 characters, whole sections.',
      look: 'field',
    }),
    overlap: z
      .int()
      .min(0)
      .max(1_000_000)
      .default(0)
      .meta({ description: 'How much of a chunk stands again in the next, in the same unit.', look: 'field' }),
  }),
  size: { width: 256, body: 160 },
  example:
    'page: text@1\n  value: Tom has a pet fox. Mia lives in a castle. Sam likes to eat honey.\nchunks: split@1\n  from: page.text\n  size: 2\n  overlap: 1\n',
  exampleNode: 'chunks',
  async compute({ from, tokenizer }, { by, size: given, overlap }, ctx) {
    const whole = documentsFrom(from, 'from')
    const size = given || USUAL[by]
    const cut = cutterOf(by, size, overlap, tokenizer)
    const items: DocumentItem[] = []
    for (const [at, document] of whole.items.entries()) {
      const chunks = await breathing(cut(document.text), ctx.breathe)
      const names = whole.items.length === 1 ? '' : `${document.id}:`
      for (const [place, chunk] of chunks.entries()) {
        items.push(chunkItem(document, chunk, `${names}${place}`))
        if (place % 512 === 511) await ctx.breathe()
      }
      ctx.progress((at + 1) / whole.items.length, `${at + 1} of ${whole.items.length}`)
    }
    return { documents: documentsOf(items, whole.sources, whole.problems) }
  },
  view: ({ out: { documents } }) => {
    if (!documents) return []
    // What a reader of files left out is told there, and here only where nothing is left.
    return documents.items.length > 0 ? [show.ribbons(documents)] : problemPanels(documents.problems)
  },
  foot: ({ out: { documents } }) => {
    if (!documents) return {}
    const letters = documents.items.reduce((sum, { text }) => sum + text.length, 0)
    const mean = documents.items.length > 0 ? letters / documents.items.length : 0
    return { left: plural(documents.items.length, 'chunk'), right: `${number(Math.round(mean))} characters each` }
  },
  empty: 'Cuts a text into chunks. Wire a text, documents or a table.',
})

/** Chunks are counted in the document; ranges are of its source. */
function chunkItem({ source, range, metadata, text }: DocumentItem, chunk: Chunk, id: string): DocumentItem {
  const [start, end] = chunk.range
  return {
    id,
    text: text.slice(start, end),
    metadata: chunk.headers ? { ...metadata, headers: chunk.headers } : metadata,
    source,
    range: [range[0] + start, range[0] + end],
  }
}

function cutterOf(
  by: Way,
  size: number,
  overlap: number,
  tokenizer: TokenizerValue | undefined,
): (text: string) => Steps<readonly Chunk[]> {
  if (size > 0 && overlap >= size)
    throw new NodeFailure('overlap-too-large', `An overlap of ${overlap} leaves nothing new in chunks of ${size} ${UNITS[by]}.`, {
      port: 'overlap',
      hint: `At most ${size - 1}.`,
    })
  switch (by) {
    case 'whole':
      return function* (text) {
        yield
        return wholeChunks(text)
      }
    case 'header':
      return (text) => headerChunks(text, size, overlap)
    case 'recursive':
      return (text) => recursiveChunks(text, size, overlap)
    case 'sentence':
      return (text) => sentenceChunks(text, size, overlap)
    case 'tokens': {
      if (!tokenizer) throw new NodeFailure('empty', 'needs a tokenizer', { port: 'tokenizer' })
      const { engine } = tokenizer
      const startsOf = (part: string) => engine.encode(part, { addSpecialTokens: false }).offsets.map(([start]) => start)
      return (text) => tokenChunks(text, startsOf, size, overlap)
    }
  }
}
