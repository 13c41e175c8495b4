/*
 * A scene as SVG text. Colours are the variables of tokens.css with their light values behind, so a picture follows the
 * page's theme and still shows alone. The same scene gives the same bytes; cells of one colour are one path.
 */
import type { AnyPanel, Scale } from './panels'
import { SCALES, inkOn, mix, toHex } from './scales'
import { sceneOf, type Mark, type Paint, type Scene, type SceneOptions } from './scene'

/** Lines of up to eight series. */
const SERIES = ['#954B38', '#A77530', '#65690F', '#419368', '#02717A', '#4F83BD', '#6D5496', '#AF6589']

/** Light values of tokens.css, for pictures shown without it. */
const LIGHT: Readonly<Record<string, string>> = {
  paper: '#FAFBFA',
  case: '#FFFFFF',
  sunk: '#EAEEEC',
  hover: '#E4E9E7',
  ink: '#151B1A',
  'ink-2': '#424A48',
  'ink-3': '#5E6765',
  line: '#D9DEDC',
  'line-2': '#B9BFBD',
  'line-3': '#7A8280',
  glass: '#026460',
  'state-error': '#A32228',
  'lamp-tint': '#FDF0C3',
  'lamp-line': '#C58C1B',
  ...Object.fromEntries(SERIES.map((colour, place) => [`cat-${place + 1}`, colour])),
  ...Object.fromEntries(SCALES.light.chips.map((colour, place) => [`chip-${place + 1}`, colour])),
  ...Object.fromEntries(SCALES.light.sequential.map((colour, place) => [`seq-${place}`, colour])),
}

const FACES = {
  mono: 'var(--mono, ui-monospace, Menlo, Consolas, monospace)',
  sans: 'var(--sans, system-ui, sans-serif)',
  serif: 'var(--serif, Charter, Cambria, Georgia, serif)',
} as const

const STOP_NAMES: Readonly<Record<Scale['kind'], readonly string[]>> = {
  sequential: SCALES.light.sequential.map((_, place) => `seq-${place}`),
  diverging: ['div-m5', 'div-m4', 'div-m3', 'div-m2', 'div-m1', 'div-0', 'div-1', 'div-2', 'div-3', 'div-4', 'div-5'],
}

export interface SvgOptions extends SceneOptions {
  /** Space around the scene, in the case's colour; default 0 and no ground. */
  readonly margin?: number
}

export const panelToSvg = (panel: AnyPanel, options: SvgOptions = {}): string => sceneToSvg(sceneOf(panel, options), options)

export function sceneToSvg(scene: Scene, { margin = 0 }: SvgOptions = {}): string {
  const width = scene.width + 2 * margin
  const height = scene.height + 2 * margin
  const ground = margin > 0 ? `<rect x="${-margin}" y="${-margin}" width="${width}" height="${height}" fill="${named('case')}"/>\n` : ''
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-margin} ${-margin} ${width} ${height}" role="img" aria-label="${escaped(scene.words)}">
${ground}${scene.marks.map(markToSvg).join('\n')}
</svg>
`
}

function markToSvg(mark: Mark): string {
  switch (mark.is) {
    case 'rect':
      return `<rect x="${n(mark.x)}" y="${n(mark.y)}" width="${n(mark.width)}" height="${n(mark.height)}"${mark.radius ? ` rx="${mark.radius}"` : ''}${paints(mark.fill ?? null, mark.stroke)}${mark.dash ? ` stroke-dasharray="${mark.dash}"` : ''}/>`
    case 'line':
      return `<path d="${mark.points.map(([x, y], place) => `${place ? 'L' : 'M'}${n(x)} ${n(y)}`).join('')}"${paints(null, mark.stroke)}${mark.width ? ` stroke-width="${mark.width}"` : ''}${mark.dash ? ` stroke-dasharray="${mark.dash}"` : ''}/>`
    case 'text':
      return textToSvg(mark)
    case 'pixels':
      return pixelsToSvg(mark)
  }
}

function textToSvg(mark: Extract<Mark, { is: 'text' }>): string {
  const turn = mark.turn ? ` transform="rotate(${mark.turn} ${n(mark.x)} ${n(mark.y)})"` : ''
  const anchor = mark.anchor && mark.anchor !== 'start' ? ` text-anchor="${mark.anchor}"` : ''
  const weight = mark.strong ? ' font-weight="600"' : ''
  const struck = mark.struck ? ' text-decoration="line-through"' : ''
  const spaces = /^\s|\s$|\s\s/.test(mark.text) ? ' xml:space="preserve"' : ''
  const { value, style } = painted('fill', mark.fill ?? 'ink')
  const styles = [`font-family:${FACES[mark.face ?? 'sans']}`, ...(style ? [style] : [])].join(';')
  return `<text x="${n(mark.x)}" y="${n(mark.y)}" font-size="${mark.size ?? 11.5}" fill="${value}" style="${styles}"${anchor}${weight}${struck}${turn}${spaces}>${escaped(mark.text)}</text>`
}

/** Shades are rounded to 101 steps of the scale; each step present is one path. */
function pixelsToSvg(mark: Extract<Mark, { is: 'pixels' }>): string {
  const shades = new Map<number, string>()
  const bed: string[] = []
  const struck: string[] = []
  const wide = mark.cell - mark.gap
  const high = mark.high - mark.gap
  mark.places.forEach((place, index) => {
    if (Number.isNaN(place)) return
    const row = Math.floor(index / mark.columns)
    const column = index % mark.columns
    const x = mark.x + column * mark.cell
    const y = mark.y + row * mark.high
    if (mark.gap) bed.push(`M${n(x)} ${n(y)}h${n(mark.cell)}v${n(mark.high)}h${n(-mark.cell)}z`)
    const cell = `M${n(x + mark.gap / 2)} ${n(y + mark.gap / 2)}h${n(wide)}v${n(high)}h${n(-wide)}z`
    if (column === mark.sink) struck.push(cell)
    else {
      const shade = Math.round(place * 100)
      shades.set(shade, (shades.get(shade) ?? '') + cell)
    }
  })
  const paths = [...shades]
    .sort(([a], [b]) => a - b)
    .map(([shade, d]) => `<path d="${d}"${paints({ scale: mark.scale, place: shade / 100 })}/>`)
  return [
    ...(bed.length ? [`<path d="${bed.join('')}"${paints('line')}/>`] : []),
    ...(struck.length ? [`<path d="${struck.join('')}"${paints('sunk')}/>`, `<path d="${strokes(mark)}"${paints(null, 'line-2')}/>`] : []),
    ...paths,
  ].join('\n')
}

function strokes(mark: Extract<Mark, { is: 'pixels' }>): string {
  const out: string[] = []
  for (let row = 0; row < mark.rows; row++) {
    if (Number.isNaN(mark.places[row * mark.columns + mark.sink!]!)) continue
    const at = (x: number, y: number): string => `${n(mark.x + (mark.sink! + x) * mark.cell)} ${n(mark.y + (row + y) * mark.high)}`
    out.push(`M${at(0.3, 0.7)}L${at(0.7, 0.3)}`)
  }
  return out.join('')
}

function paints(fill: Paint | null, stroke?: Paint): string {
  const parts = [painted('fill', fill), ...(stroke === undefined ? [] : [painted('stroke', stroke)])]
  const styles = parts.flatMap(({ style }) => (style ? [style] : []))
  return `${parts.map(({ attribute, value }) => ` ${attribute}="${value}"`).join('')}${styles.length ? ` style="${styles.join(';')}"` : ''}`
}

/** The light value as attribute, and as style what follows the page's theme where an attribute cannot say it. */
function painted(
  attribute: 'fill' | 'stroke',
  paint: Paint | null,
): { readonly attribute: string; readonly value: string; readonly style?: string } {
  if (paint === null) return { attribute, value: 'none' }
  if (typeof paint === 'string') return { attribute, value: named(paint) }
  const light = mix(SCALES.light[paint.scale], paint.place)
  if (!paint.ink) return { attribute, value: toHex(light), style: `${attribute}:${between(paint.scale, paint.place)}` }
  const value = inkOn(light)
  const dark = inkOn(mix(SCALES.dark[paint.scale], paint.place))
  return value === dark ? { attribute, value } : { attribute, value, style: `${attribute}:light-dark(${value},${dark})` }
}

const named = (name: string): string => (LIGHT[name] ? `var(--${name}, ${LIGHT[name]})` : `var(--${name})`)

/** A place on a scale as a mixture of its two stops, so that the other room's stops may stand in. */
function between(kind: Scale['kind'], place: number): string {
  const names = STOP_NAMES[kind]
  const x = Math.max(0, Math.min(1, place)) * (names.length - 1)
  const step = Math.min(names.length - 2, Math.floor(x))
  const share = Math.round((x - step) * 100)
  const stop = (at: number): string => `var(--${names[at]}, ${SCALES.light[kind][at]})`
  if (share === 0) return stop(step)
  if (share === 100) return stop(step + 1)
  return `color-mix(in srgb, ${stop(step + 1)} ${share}%, ${stop(step)})`
}

const n = (value: number): string => String(Math.round(value * 100) / 100)

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
