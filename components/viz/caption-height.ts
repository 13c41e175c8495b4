/* Room for a caption under a node's figure: its gap, and a line for so many letters of the widest fallback face. */
const GAP = 6
const LINE = 16
const LETTER = 6.6

export const captionHeight = (words: string | undefined, width: number): number =>
  words ? GAP + LINE * Math.ceil((words.length * LETTER) / width) : 0
