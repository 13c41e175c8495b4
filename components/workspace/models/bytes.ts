/* Sizes of files as people read them: 1.2 kB, 88.2 MB, 1.35 GB. */
const STEPS: readonly (readonly [number, string])[] = [
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'kB'],
]

export function bytesWords(bytes: number): string {
  const [unit, name] = STEPS.find(([least]) => bytes >= least) ?? [1, 'bytes']
  if (unit === 1) return `${bytes} ${name}`
  const amount = bytes / unit
  return `${amount < 10 ? amount.toFixed(2) : amount < 100 ? amount.toFixed(1) : Math.round(amount)} ${name}`
}
