/* The scene of points with two numbers each: what the axes are stands under the plot, labels beside their points. */
import { layoutScatter, RADIUS } from '../layout/scatter'
import { axisLines } from '../scatter'
import type { ScatterPanel } from '../panels'
import { finished, started } from './parts'
import type { Mark, Scene, SceneOptions } from './scene-types'

export function sceneOfScatter(panel: ScatterPanel, options: SceneOptions): Scene {
  const full = options.size === 'full'
  const stack = started(panel, options, options.width ?? (full ? 560 : 234))
  const font = full ? 11.5 : 10.5
  const high = Math.round(stack.width * (full ? 0.7 : 0.75))
  const layout = layoutScatter(panel, { width: stack.width, height: high, font, most: full ? 24 : 14 })
  const top = stack.y
  const line = (points: readonly (readonly [number, number])[], stroke: string, dash?: string): Mark => ({
    is: 'line',
    points: points.map(([x, y]) => [x, top + y] as const),
    stroke,
    ...(dash ? { dash } : {}),
  })
  const [left, upper, right, lower] = layout.box
  stack.add({ is: 'rect', x: left + 0.5, y: top + upper + 0.5, width: right - left - 1, height: lower - upper - 1, stroke: 'line-2' })
  const { x, y } = layout.zero
  if (x !== undefined)
    stack.add(
      line(
        [
          [x, upper],
          [x, lower],
        ],
        'line-2',
        '2 2',
      ),
    )
  if (y !== undefined)
    stack.add(
      line(
        [
          [left, y],
          [right, y],
        ],
        'line-2',
        '2 2',
      ),
    )
  for (const point of layout.points)
    stack.add({
      is: 'rect',
      x: point.x - RADIUS,
      y: top + point.y - RADIUS,
      width: 2 * RADIUS,
      height: 2 * RADIUS,
      radius: RADIUS,
      fill: 'seq-6',
      stroke: 'case',
    })
  for (const label of layout.labels)
    stack.add({ is: 'text', x: label.x, y: top + label.y, text: label.text, size: font, face: 'sans', fill: 'ink-2', anchor: label.anchor })
  stack.y += high + 2
  for (const words of axisLines(panel, layout)) stack.line(words, { size: 10.5, fill: 'ink-3' })
  return finished(panel, options, stack)
}
