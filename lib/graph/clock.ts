/* The one home of the clock: everything else in lib is handed one. Milliseconds, monotonic. */
export type Clock = () => number
export const wallClock: Clock = () => performance.now()
