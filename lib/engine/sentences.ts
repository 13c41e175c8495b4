/* How numbers and lists are put in the engine's sentences. */

/** 11546984 → `11.5 MB`. */
export function megabytes(bytes: number): string {
  if (bytes < 1e4) return `${bytes} bytes`
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}

/** 3221225472 → `3.2 GB`. */
export function gigabytes(bytes: number): string {
  return bytes < 1e9 ? megabytes(bytes) : `${(bytes / 1e9).toFixed(1)} GB`
}

/** Both sizes in one unit: `9.1 of 11.5 MB`. */
export function shareOfBytes(part: number, whole: number): string {
  if (whole < 1e4) return `${part} of ${whole} bytes`
  const [unit, name] = whole < 1e6 ? [1e3, 'kB'] : [1e6, 'MB']
  return `${(part / unit).toFixed(1)} of ${(whole / unit).toFixed(1)} ${name}`
}

/** 4096 → `4,096`. */
export function count(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

export function shapeText(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`
}

/** The name nearest to a misspelt one, for hints; undefined where nothing is near. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = Math.max(3, Math.floor(name.length / 2))
  for (const candidate of known) {
    const distance = editDistance(name, candidate, least)
    if (distance < least) [best, least] = [candidate, distance]
  }
  return best
}

function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    previous = row
  }
  return previous[b.length]!
}
