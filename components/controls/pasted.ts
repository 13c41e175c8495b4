/* Tells a large text put in at once from one that is typed, key by key. */

/** Letters that no one types between two frames, and that take longer to lay out than a frame. */
const LARGE = 65_536

export const isPasted = (before: string, after: string): boolean => after.length >= LARGE && Math.abs(after.length - before.length) >= LARGE
