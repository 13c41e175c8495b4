/* The folder's door: GGUF files, versions 2 and 3, read and written. */
export { readGgufLayout, type GgufLayout, type GgufTensor } from './layout'
export { openGguf, readGgufHead } from './open'
export { writeGguf, type GgufWritable } from './write'
