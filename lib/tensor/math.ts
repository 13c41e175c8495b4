/*
 * The elementary functions, made only of + - * /, Math.sqrt, Math.floor and bit access, so that every JavaScript engine gives the same last bit.
 * About one unit in the last place of a double (tanh, erf: two). Math's own functions are each engine's own affair and are not used in lib.
 */
export { cos, sin } from './math/angles'
export { exp, expm1 } from './math/exponential'
export { log, log10, log2 } from './math/logarithm'
export { pow } from './math/power'
export { erf, tanh } from './math/special'
