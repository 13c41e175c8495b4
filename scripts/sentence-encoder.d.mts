/* The offline sentence encoder, as its build step makes it. */
export interface NamedWeight {
  readonly shape: readonly number[]
  readonly data: Float32Array
}
export const encoderFolder: string
export function encoderWeights(): ReadonlyMap<string, NamedWeight>
export function makeEncoder(): boolean
