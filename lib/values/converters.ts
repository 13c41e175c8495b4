/*
 * Which kind turns one type into another: offered when a wire does not fit, in the order of the catalogue. Only kinds that
 * exist stand here; the conformance test of the kinds checks every line.
 */
export interface Converter {
  readonly from: string
  readonly to: string
  readonly kind: string
  readonly input: string
  readonly output: string
}

const line = (from: string, to: string, kind: string): Converter => ({ from, to, kind, input: from, output: to })

export const converters: readonly Converter[] = [
  line('text', 'tokens', 'tokenizer'),
  line('tokens', 'text', 'decode'),
  { from: 'logits', to: 'distribution', kind: 'odds', input: 'logits', output: 'odds' },
  line('logits', 'number', 'target'),
  line('text', 'json', 'extract'),
  line('text', 'number', 'extract'),
  { from: 'text', to: 'messages', kind: 'messages', input: 'user', output: 'messages' },
  line('messages', 'text', 'chat-template'),
  line('messages', 'tokens', 'chat-template'),
  line('run', 'tensor', 'tensor'),
  line('run', 'attention', 'attention'),
  { from: 'text', to: 'documents', kind: 'split', input: 'from', output: 'documents' },
  { from: 'table', to: 'documents', kind: 'split', input: 'from', output: 'documents' },
  { from: 'documents', to: 'embeddings', kind: 'embed', input: 'texts', output: 'embeddings' },
  { from: 'text', to: 'embeddings', kind: 'embed', input: 'texts', output: 'embeddings' },
  line('documents', 'index', 'index'),
  line('hits', 'text', 'context'),
  line('table', 'number', 'summarise'),
  ...['table', 'json', 'list'].flatMap((from) =>
    ['number', 'text', 'json'].filter((to) => to !== from).map((to) => ({ from, to, kind: 'pick', input: 'from', output: 'value' })),
  ),
  ...['list', 'json', 'documents', 'hits', 'tokens', 'messages', 'distribution', 'tensor'].map((from) => ({
    from,
    to: 'table',
    kind: 'arrange',
    input: 'from',
    output: 'table',
  })),
]
