/* The parts of a notebook as the page names them. */
import type { Session } from '../../lib/session/types'

export type Notebook = ReturnType<Session['notebook']>
export type Block = Notebook['blocks'][number]
export type GraphBlock = Extract<Block, { type: 'graph' }>
export type ProseBlock = Extract<Block, { type: 'prose' }>
export type GraphNode = NonNullable<GraphBlock['entries'][number]['node']>
export type Operation = Parameters<Session['apply']>[0][number]
