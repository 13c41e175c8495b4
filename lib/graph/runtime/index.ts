/* The runtime's door. */
export { Runtime, type RuntimeOptions } from './runtime'
export type { FrameScheduler } from './changes'
