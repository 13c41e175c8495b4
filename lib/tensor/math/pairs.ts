/* Sums of two doubles, about 106 bits, for what one double cannot hold. A function gives the larger part and leaves the smaller in `rest`. */

export let rest = 0

export function twoSum(a: number, b: number): number {
  const sum = a + b
  const shift = sum - a
  rest = a - (sum - shift) + (b - shift)
  return sum
}

export function twoProduct(a: number, b: number): number {
  const product = a * b
  const aHigh = 134217729 * a - (134217729 * a - a)
  const bHigh = 134217729 * b - (134217729 * b - b)
  const aLow = a - aHigh
  const bLow = b - bHigh
  rest = aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)
  return product
}

/** (a + aRest)·(b + bRest) */
export function multiplyPairs(a: number, aRest: number, b: number, bRest: number): number {
  const product = twoProduct(a, b)
  return twoSum(product, rest + (a * bRest + aRest * b))
}

/** (a + aRest) + (b + bRest) */
export function addPairs(a: number, aRest: number, b: number, bRest: number): number {
  const sum = twoSum(a, b)
  return twoSum(sum, rest + (aRest + bRest))
}
