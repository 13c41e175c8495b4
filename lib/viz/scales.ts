/*
 * The data scales of app/tokens.css as arrays, and how a value becomes a colour: stops mixed in sRGB between neighbours,
 * equal steps of lightness in OKLab. Zero is the case itself; absent values have no colour at all.
 */
import { pow } from '../tensor/math'
import type { Scale } from './panels'

export type Theme = 'light' | 'dark'

interface Stops {
  readonly sequential: readonly string[]
  readonly diverging: readonly string[]
  readonly chips: readonly string[]
  readonly series: readonly string[]
}

export const SCALES: Readonly<Record<Theme, Stops>> = {
  light: {
    sequential: ['#FFFFFF', '#D0ECEC', '#A3D7DC', '#77C1CE', '#51A9C0', '#3490B0', '#25769C', '#235D83', '#234566', '#202F46', '#171B26'],
    diverging: ['#543595', '#725DAE', '#9384C7', '#B6ABDE', '#DAD4F2', '#FFFFFF', '#EFD2BF', '#D8A887', '#BE7F51', '#A3570F', '#763B01'],
    chips: ['#FDDED6', '#F6E3CD', '#E6E9CE', '#D3EEDD', '#CCEEF2', '#D6E8FE', '#EAE1FB', '#FADDEA'],
    series: ['#954B38', '#A77530', '#65690F', '#419368', '#02717A', '#4F83BD', '#6D5496', '#AF6589'],
  },
  dark: {
    sequential: ['#1F2424', '#193946', '#134E5E', '#096573', '#0F7C85', '#2A9394', '#4AA9A2', '#6EBEB0', '#95D2C0', '#BBE4D3', '#E2F6EA'],
    diverging: ['#C0AEFE', '#9F8DDA', '#7D70AA', '#5D547D', '#3F3A50', '#1F2424', '#4E392B', '#775237', '#A36C44', '#D08752', '#FEA461'],
    chips: ['#523933', '#483825', '#41422B', '#2A4133', '#26464A', '#2C3C4F', '#433C52', '#4B333E'],
    series: ['#D98F7C', '#EBBA7E', '#A6AB63', '#8ED7AD', '#50B6C1', '#99C8FE', '#AE97D8', '#F4ABCD'],
  },
}

export type Colour = readonly [red: number, green: number, blue: number]

export const fromHex = (hex: string): Colour => [
  parseInt(hex.slice(1, 3), 16),
  parseInt(hex.slice(3, 5), 16),
  parseInt(hex.slice(5, 7), 16),
]
export const toHex = (colour: Colour): string => `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`.toUpperCase()

/** A place from 0 to 1 along the stops, clamped at both ends. */
export function mix(stops: readonly string[], place: number): Colour {
  const x = Math.max(0, Math.min(1, place)) * (stops.length - 1)
  const step = Math.min(stops.length - 2, Math.floor(x))
  const share = x - step
  const a = fromHex(stops[step]!)
  const b = fromHex(stops[step + 1]!)
  const between = (k: 0 | 1 | 2): number => Math.round(a[k] + (b[k] - a[k]) * share)
  return [between(0), between(1), between(2)]
}

/** Where a value stands on its scale, 0 to 1; below 0 and above 1 it is clipped. `high` may be a row's own. */
export function placeOn(scale: Scale, value: number, high = scale.high): number {
  const reach = high - scale.low
  return reach > 0 ? (value - scale.low) / reach : scale.kind === 'diverging' ? 0.5 : 0
}

export const stopsOf = (kind: Scale['kind'], theme: Theme): readonly string[] => SCALES[theme][kind]

/** WCAG relative luminance.  */
export function luminance(colour: Colour): number {
  const [r, g, b] = colour.map((part) => linear(part / 255)) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const linear = (part: number): number => (part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4))

/** Black or white by luminance 0.179, where both contrast alike: never under 4.5 : 1. Pale grounds take the softer ink. */
export function inkOn(colour: Colour): string {
  const light = luminance(colour)
  return light > 0.45 ? '#171C1B' : light > 0.179 ? '#000000' : '#FFFFFF'
}

export const contrast = (a: Colour, b: Colour): number => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

/** Chips go to ids in order of first appearance: equal tints mean equal ids. Numbers from 1 to 8. */
export function chipsOf(ids: readonly number[]): number[] {
  const seen = new Map<number, number>()
  return ids.map((id) => {
    if (!seen.has(id)) seen.set(id, (seen.size % 8) + 1)
    return seen.get(id)!
  })
}

/** The stop under a written token: never the palest, which is the case itself. */
export const oddsStop = (p: number): number => Math.max(1, Math.min(10, Math.round(p * 10)))
