/* The runtime's door. */
export { Runtime, type RuntimeOptions } from './runtime'
export type { FrameScheduler } from './changes'
export type { KeyChange, Provenance } from './provenance'
export type { Later } from './retry'
export type { StreamEvent } from './stream-log'
export type { ResultStore } from './tier'
