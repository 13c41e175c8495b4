/* What the backend calls. */
export { causalMask } from './attention'
export { gather } from './expand'
export { replay } from './list'
export { quantizeRows } from './quantize-rows'
export { activate, activateAndMultiply, add, columns, multiply, normalize, normScale, readThrough, rotate, scale, sumHeads } from './rows'
export { run, serve, stop } from './work'
