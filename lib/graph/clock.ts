/* The one home of the clock: everything else in lib is handed one. Milliseconds, monotonic. */
export type Clock = () => number
export const wallClock: Clock = () => performance.now()
/** Milliseconds since 1970, for dates that people read. */
export const calendarClock: Clock = () => Date.now()
