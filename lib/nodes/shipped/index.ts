/* Definitions that ship: found like kinds, copied into the notebook where they are first used, and its own from then on. */
import { generateByHand } from './generate-by-hand'

export interface Shipped {
  readonly name: string
  readonly title: string
  readonly summary: string
  /** The block, as a notebook holds it. */
  readonly definition: string
}

export const shipped: readonly Shipped[] = [generateByHand]

export const shippedByName = (name: string): Shipped | undefined => shipped.find((one) => one.name === name)
