import { defineConfig } from 'vitest/config'

// Vitest prints failures with Map.groupBy, which Node 20 lacks.
const maps = Map as unknown as { groupBy?: <T, K>(items: Iterable<T>, keyOf: (item: T, index: number) => K) => Map<K, T[]> }
maps.groupBy ??= (items, keyOf) => {
  const groups: ReturnType<NonNullable<typeof maps.groupBy>> = new Map()
  let index = 0
  for (const item of items) {
    const key = keyOf(item, index++)
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  return groups as never
}

export default defineConfig({
  test: {
    include: ['lib/**/*.test.ts', 'components/**/*.test.{ts,tsx}', 'tests/unit/**/*.test.ts'],
    testTimeout: 30_000,
    pool: 'forks',
    maxWorkers: 2,
  },
})
