/* The operations, by the names that stand in files. */

export const OPS = [
  'matmul',
  'transpose',
  'add',
  'subtract',
  'multiply',
  'scale',
  'mask',
  'softmax',
  'norm',
  'rotate',
  'cosine',
  'sum',
  'mean',
  'pick',
] as const
export type Op = (typeof OPS)[number]
