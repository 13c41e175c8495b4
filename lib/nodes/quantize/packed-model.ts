/* A model in fewer bits as a value, and the table of all its matrices. */
import { quantizeModel, type QuantizedMatrix, type QuantizeSettings } from '../../engine'
import { tableOf, type ModelValue, type TableValue, type TensorValue } from '../../values'

export async function packModel(
  model: ModelValue,
  settings: QuantizeSettings,
  signal: AbortSignal,
  progress: (share: number, words?: string) => void,
): Promise<ModelValue> {
  const engine = await quantizeModel(model.engine, settings, { signal, progress })
  return { ...model, name: engine.name, digest: engine.digest, engine }
}

const shareOf = ({ rms, size }: QuantizedMatrix): number => (size > 0 ? rms / size : 0)

/** Rounded matrices by their error, the worst first; then what stays as it is, the largest first. The bytes add up to the model's. */
export function matricesTable({ engine }: ModelValue): TableValue {
  const all = engine.quantization?.matrices ?? []
  const rounded = all.filter(({ bits }) => bits < 32).toSorted((a, b) => shareOf(b) - shareOf(a))
  const kept = all.filter(({ bits }) => bits === 32).toSorted((a, b) => b.bytes - a.bytes)
  return tableOf(
    [
      ['matrix', 'text'],
      ['bits', 'number'],
      ['error', 'number', '%'],
      ['largest', 'number'],
      ['bytes', 'number'],
    ],
    [...rounded, ...kept].map((matrix) => [matrix.name, matrix.bits, shareOf(matrix), matrix.max, matrix.bytes]),
  )
}

/** `model.layers.5.mlp.down_proj.weight` → `5 mlp.down_proj`: in a node there is no room for what all have in common. */
export const shortName = (name: string): string =>
  name
    .replace(/^(model|transformer)\./, '')
    .replace(/^(layers|h)\.(\d+)\./, '$2 ')
    .replace(/\.weight$/, '')

/** What a node has room for: name, error, bytes. */
export const briefTable = (table: TableValue): TableValue =>
  tableOf(
    [
      ['matrix', 'text'],
      ['error', 'number', '%'],
      ['bytes', 'number'],
    ],
    table.rows.map(([name, , error, , bytes]) => [shortName(String(name)), error!, bytes!]),
  )

/** A weight before or after, by the name of the file. */
export function weightOf(model: ModelValue, name: string): TensorValue {
  const found = model.engine.weight(name)
  return { ...found, origin: { tensor: name, slice: found.shape.map(() => null), model: model.name, backend: model.engine.backend } }
}
