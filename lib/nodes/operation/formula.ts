/* The formula of an operation with the numbers of one cell filled in: the last of the result. */
import { number } from '../../viz/numbers'
import { tensorSummary, type TensorValue } from '../../values'
import { contracted } from './product'
import type { Op } from './op'

export interface Filled {
  readonly op: Op
  readonly a: TensorValue
  readonly b?: TensorValue
  readonly out: TensorValue
  readonly factor: number
  readonly axis: string
}

export function formula({ op, a, b, out, factor, axis }: Filled): string {
  const y = number(out.data[out.data.length - 1] ?? NaN)
  const x = number(a.data[a.data.length - 1] ?? NaN)
  const other = b ? number(b.data[b.data.length - 1] ?? NaN) : number(factor)
  const shapes = `${tensorSummary(a)} → ${tensorSummary(out)}`
  const along = axis || (a.dims[a.dims.length - 1] ?? '')
  switch (op) {
    case 'matmul':
      return `y = Σ a · b over ${contracted(a)}; the last cell is ${y}. ${tensorSummary(a)} · ${b ? tensorSummary(b) : ''} → ${tensorSummary(out)}`
    case 'transpose':
      return `yᵢⱼ = aⱼᵢ. ${shapes}`
    case 'add':
      return `y = a + b; the last cell is ${x} + ${other} = ${y}.`
    case 'subtract':
      return `y = a − b; the last cell is ${x} − ${other} = ${y}.`
    case 'multiply':
    case 'scale':
      return `y = a × ${op === 'scale' ? 'factor' : 'b'}; the last cell is ${x} × ${other} = ${y}.`
    case 'mask':
      return b ? 'Where the mask is 0, y = −∞.' : 'yᵢⱼ = −∞ where j > i: nobody reads what comes later.'
    case 'softmax':
      return `y = e^a / Σ e^a over ${along}; the last cell is ${y}, from ${x}.`
    case 'norm':
      return `y = a / √(mean a² + ε)${b ? ' × b' : ''} over ${along}; the last cell is ${y}, from ${x}.`
    case 'rotate':
      return `Pairs i, i + D/2 turned by t · base^(−2i/D). ${shapes}`
    case 'cosine':
      return `y = a · b / (‖a‖ ‖b‖) over ${along}; the last cell is ${y}.`
    case 'sum':
      return `y = Σ a over ${along}; the last is ${y}. ${shapes}`
    case 'mean':
      return `y = Σ a / ${along}; the last is ${y}. ${shapes}`
    case 'pick':
      return `A part along ${along}. ${shapes}`
  }
}
