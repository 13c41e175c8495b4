import { describe, expect, it } from 'vitest'
import type { LocalEvaluator } from './evaluator'
import type { FromWorker } from './messages'
import type { NodeView } from './types'
import { hostEvaluator } from './worker-host'

/** An evaluator that shows what it is told, and settles when told. */
function hosted() {
  let show = (views: readonly NodeView[]): void => void views
  let settle = (): void => {}
  const settled = new Promise<void>((resolve) => (settle = resolve))
  const evaluator = {
    onViews: (listener: typeof show) => void (show = listener),
    onStatus: () => undefined,
    settled: () => settled,
  } as unknown as LocalEvaluator
  const said: FromWorker[] = []
  hostEvaluator(evaluator, (message) => said.push(message))
  return { said, show: (...views: readonly NodeView[]) => show(views), settle }
}

const outputs = (length: number): NodeView['outputs'] => ({
  list: { type: 'Json', hash: 'h', summary: `${length} entries`, json: Array.from({ length }, (_, at) => at) },
})
const node = (state: NodeView['state'], parts: Pick<NodeView, 'panels' | 'outputs'>): NodeView => ({
  id: 'a',
  kind: 'json',
  state,
  seed: 0,
  ...parts,
})

describe('the worker’s side', () => {
  it('sends panels and outputs once', () => {
    const { said, show } = hosted()
    const parts = { panels: [], outputs: outputs(3) }
    show(node('fresh', parts))
    show(node('stale', parts))
    expect(said).toEqual([
      { say: 'views', views: [node('fresh', parts)] },
      { say: 'views', views: [{ id: 'a', kind: 'json', state: 'stale', seed: 0 }] },
    ])
  })
  it('sends long lists as text, when nothing is left to compute', async () => {
    const { said, show, settle } = hosted()
    show(node('fresh', { panels: [], outputs: outputs(1000) }))
    expect(said).toEqual([
      {
        say: 'views',
        views: [node('fresh', { panels: [], outputs: { list: { type: 'Json', hash: 'h', summary: '1000 entries' } as never } })],
      },
    ])
    settle()
    await Promise.resolve()
    await Promise.resolve()
    expect(said[1]).toMatchObject({ say: 'printed', id: 'a', port: 'list', hash: 'h', text: JSON.stringify(outputs(1000)['list']!.json) })
  })
})
