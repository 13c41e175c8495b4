/* What a sampling chain did, in few words: how many it kept, and how many each filter cut. */
import { whole } from './numbers'
import type { DistributionPanel } from './panels'

const SHORT: Readonly<Record<string, string>> = { topK: 'k', topP: 'p', minP: 'min-p' }

export const keptOf = (panel: DistributionPanel): number => panel.stages?.at(-1)?.kept ?? panel.vocabulary

/** «4 kept» and «16 cut by p, 4,076 by k»: the last filter first, since it stands nearest to what is left. */
export function columnWords(panel: DistributionPanel): { readonly kept: string; readonly removed: string } {
  const filters = (panel.stages ?? []).filter((stage) => stage.removed > 0).reverse()
  const removed = filters
    .map((stage, place) => `${whole(stage.removed)} ${place === 0 ? 'cut ' : ''}by ${SHORT[stage.stage] ?? stage.stage}`)
    .join(', ')
  return { kept: filters.length ? `${whole(keptOf(panel))} kept` : `all ${whole(panel.vocabulary)} kept`, removed }
}
