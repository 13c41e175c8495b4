/* safetensors files: checked reading, plain reading, writing. */
export { readLayout, type SafetensorsLayout, type StoredTensor } from './layout'
export { readSafetensors, type PlainTensor } from './read'
export { writeSafetensors } from './write'
