import { defineConfig } from 'vitest/config'

// Vitest prints failures with Map.groupBy, which Node 20 lacks.
type GroupBy = (items: Iterable<unknown>, keyOf: (item: unknown, index: number) => unknown) => Map<unknown, unknown[]>
const maps = Map as unknown as { groupBy?: GroupBy }
maps.groupBy ??= (items, keyOf) => {
  const groups = new Map<unknown, unknown[]>()
  let index = 0
  for (const item of items) {
    const key = keyOf(item, index++)
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  return groups
}

export default defineConfig({
  test: {
    include: ['lib/**/*.test.ts', 'components/**/*.test.{ts,tsx}', 'tests/**/*.test.ts'],
    testTimeout: 30_000,
    pool: 'forks',
    maxWorkers: 2,
  },
})
