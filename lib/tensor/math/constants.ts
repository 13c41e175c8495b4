/* Constants in parts: a first part with trailing zeros multiplies small integers exactly. Digits by mpmath. */

export const LN2_HIGH = 0.6931471803691238
export const LN2_LOW = 1.9082149292705877e-10
/** What the two parts miss of ln 2. */
export const LN2_REST = 1.1612227229362532e-26
export const INVERSE_LN2 = 1.4426950408889634
export const INVERSE_LN2_REST = 2.0355273740931033e-17
export const INVERSE_LN10 = 0.4342944819032518
export const INVERSE_LN10_REST = 1.098319650216765e-17
export const PI_HALF_HIGH = 1.5707963267341256
export const PI_HALF_MIDDLE = 6.077100506303966e-11
export const PI_HALF_LOW = 2.0222662487111665e-21
export const PI_HALF_LAST = 8.4784276603689e-32
export const PI_HALF = 1.5707963267948966
export const TWO_OVER_PI = 0.6366197723675814
export const TWO_OVER_ROOT_PI = 1.1283791670955126

/** 2/π with 1216 bits behind the point: enough for the largest double. */
export const TWO_OVER_PI_BITS =
  0xa2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561b7246e3a424dd2e006492eea09d1921cfe1deb1cb129a73ee88235f52ebb4484e99c7026b45f7e413991d639835339f49c845f8bbdf9283b1ff897ffde05980fef2f118b5a0a6d1f6d367ecf27cb09b74f463f669e5fea2d7527bac7ebe5f17b3d0739f78a5292ea6bfb5fb11f8d5d0856033046fc7b6babn
export const TWO_OVER_PI_SCALE = 1216
