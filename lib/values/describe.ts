/* What something is, in a few words for «expected …, got …». No port type. */

export function describe(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (typeof value === 'string') return value.length > 40 ? `a text of ${value.length} characters` : JSON.stringify(value)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} of ${value.byteLength} bytes`
  if (hasShape(value)) return `[${value.shape.join(', ')}]`
  return typeof value === 'object' ? `an object with ${Object.keys(value).slice(0, 4).join(', ') || 'no fields'}` : typeof value
}

const hasShape = (value: object): value is { shape: readonly number[] } => 'shape' in value && Array.isArray(value.shape)

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `11 tokens`, `1 token`. */
export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`

/** UTF-16 strings held in memory: two bytes a unit. */
export const textBytes = (text: string): number => text.length * 2
