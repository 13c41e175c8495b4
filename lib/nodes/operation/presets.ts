/* Palette entries: each operation is found by its own name. */
import type { Op } from './op'

const entry = (title: string, op: Op, summary: string) => ({ title, summary, params: { op } })

export const presets = [
  entry('Matrix product', 'matmul', 'Rows of a times columns of b, summed over the axis they share.'),
  entry('Transpose', 'transpose', 'Swaps the last two axes.'),
  entry('Add', 'add', 'Adds b, or one number, to every number of a.'),
  entry('Subtract', 'subtract', 'Takes b, or one number, from every number of a.'),
  entry('Multiply', 'multiply', 'Multiplies number by number.'),
  { title: 'Scale by 1/√D', summary: 'Multiplies by one number, such as 1/√32.', params: { op: 'scale', value: '1/√32' } },
  entry('Mask', 'mask', 'Hides what comes later: −∞ above the diagonal.'),
  entry('Softmax', 'softmax', 'Turns scores into shares that add up to 1.'),
  entry('Norm', 'norm', 'Divides each row by its root mean square.'),
  entry('Rotate', 'rotate', 'Turns pairs of dimensions by their position (RoPE).'),
  entry('Cosine', 'cosine', 'The cosine of every row with every other.'),
  entry('Sum', 'sum', 'Adds up along one axis.'),
  entry('Mean', 'mean', 'Averages along one axis.'),
  entry('Pick', 'pick', 'One index or a few along one axis.'),
] as const
