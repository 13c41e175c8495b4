/* Fewer bits: number formats, rounding to a grid, packed matrices and models made of them. */
export { bitCount, bitRoles, bitsOf, decode, encode, flipped, FORMATS, neighbours, type BitRole, type NumberFormat } from './formats'
export type { PackedMatrix } from './packed-matrix'
export { quantizeMatrix, type QuantizeOptions } from './quantize-matrix'
export { quantizeModel } from './quantize-model'
export { gridOf } from './round'
export { settingsText, type QuantizeSettings, type Scheme, type Sharing } from './settings'
export { errorsOf, worstRows, type ErrorStatistics, type RowError } from './statistics'
