/* The bits panel: one number's bits, what they mean, and the numbers beside it. */
import type { BitsPanel } from '../panels'

export function bits(parts: Omit<BitsPanel, 'panel'>): BitsPanel {
  return { panel: 'bits', ...parts }
}
