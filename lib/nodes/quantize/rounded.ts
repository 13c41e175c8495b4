/* What quantizing gives for a matrix: the value with fewer bits, its worst rows, and the part that is looked at closest. */
import { errorsOf, quantizeMatrix, settingsText, worstRows, type ErrorStatistics, type QuantizeSettings } from '../../engine'
import { hashParts } from '../../graph/hash'
import { hashedBy, tableOf, type TableValue, type TensorValue } from '../../values'

const MOST_ROWS = 64

export interface Rounded {
  readonly value: TensorValue
  readonly bytes: number
  readonly table: TableValue
}

/** Rows of the matrix that a tensor of any rank is: its last axis runs along them. */
export const matrixShape = (shape: readonly number[]): readonly [rows: number, columns: number] => {
  const columns = shape.at(-1) ?? 1
  return [shape.slice(0, -1).reduce((product, length) => product * length, 1), columns]
}

export async function roundTensor(
  tensor: TensorValue,
  settings: QuantizeSettings,
  signal: AbortSignal,
  progress: (share: number) => void,
): Promise<Rounded> {
  const [rows, columns] = matrixShape(tensor.shape)
  const onNumbers = (done: number) => progress(done / tensor.data.length)
  const packed = await quantizeMatrix(tensor.data, rows, columns, settings, { signal, onNumbers })
  const data = packed.expand()
  // The codes are a quarter of the numbers or less, and the numbers follow from them.
  hashedBy(data, hashParts([settingsText(settings), rows, columns, packed.codes, packed.scales, packed.zeros ?? '']))
  const value: TensorValue = {
    data,
    shape: tensor.shape,
    dims: tensor.dims,
    origin: { ...tensor.origin, tensor: `${tensor.origin.tensor} at ${settings.bits} bits` },
    ...(tensor.labels ? { labels: tensor.labels } : {}),
  }
  return { value, bytes: packed.bytes, table: rowsTable(tensor, errorsOf(tensor.data, packed, value.data)) }
}

function rowsTable(tensor: TensorValue, errors: ErrorStatistics): TableValue {
  const names = tensor.shape.length === 2 ? tensor.labels?.[0] : null
  const rows = worstRows(errors, MOST_ROWS).map(({ row, max, rms, size }) => [
    row,
    ...(names ? [names[row] ?? ''] : []),
    size > 0 ? rms / size : 0,
    rms,
    max,
  ])
  return tableOf(
    [['row', 'number'], ...(names ? [['name', 'text'] as const] : []), ['error', 'number', '%'], ['rms', 'number'], ['largest', 'number']],
    rows,
  )
}
