/* What is kept of the texts a model has read, in words: how much, how often it helped, what was given up. */
import type { EngineStatus } from '../../lib/session/types'

const megabytes = (bytes: number): number => Math.round(bytes / 1e6)

export function cacheWords(cache: EngineStatus['models'][number]['prefixCache']): string | undefined {
  if (!cache) return undefined
  const kept = `Prefix cache: ${cache.entries} ${cache.entries === 1 ? 'text' : 'texts'}, ${megabytes(cache.bytes)} of ${megabytes(cache.limit)} MB`
  const rows = `${cache.reused} rows reused, ${cache.computed} computed`
  return `${kept}; ${rows}${cache.evictions > 0 ? `; ${cache.evictions} given up for want of room` : ''}`
}
