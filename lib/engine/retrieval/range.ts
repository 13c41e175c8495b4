/* Where a piece stands in its source. */

/** UTF-16 units, the end excluded. */
export type Range = readonly [start: number, end: number]
