/*
 * The constructors of panels, typed by the values they show: a panel on the wrong port type does not compile. They choose
 * what is listed and on which scale; they draw nothing. Sources come from the values' origins.
 */
import { bits } from './show/bits'
import { card, modelCard } from './show/card'
import { attention, headGrid, heat } from './show/maps'
import { bars, histogram, number, table } from './show/numbers'
import { distribution } from './show/odds'
import { ribbons } from './show/ribbons'
import { scatter, scatterOf } from './show/scatter'
import { conversation, lattice } from './show/turns'
import { diff, text, tokens, written } from './show/words'

export const show = {
  bits,
  text,
  written,
  tokens,
  number,
  bars,
  distribution,
  heat,
  attention,
  headGrid,
  histogram,
  table,
  diff,
  ribbons,
  scatter,
  scatterOf,
  conversation,
  lattice,
  card,
  modelCard,
} as const
