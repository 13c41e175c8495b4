/* Where things stand in a frame: head, bar, two walls with their ports, the inside, a strip for its own figure, foot. */
import type { Frame, SheetPort, WallRow } from './model'

const LINE = 1
const ROW = 20
const GRID = 8
const HEAD = 28
const FOOT = 24

/** Scrubber and buttons of a region. */
export const BAR = 32
/** Width of a wall, where the names of what comes through it stand. */
export const WALL = 96
/** Between a wall and the nodes inside, wires need room to turn. */
const SIDE = 32
const ABOVE = 11
const BELOW = 24
const LEAST = { width: 192, height: 96 }

interface Extent {
  readonly width: number
  readonly height: number
}
type Look = Frame['look']

/** The corner from which places inside count, from the frame's own corner. */
export const insideOf = (look: Look) => ({ x: WALL + SIDE, y: LINE + HEAD + (look === 'region' ? BAR : 0) + ABOVE })

const upToGrid = (value: number): number => Math.ceil(value / GRID) * GRID
/** Where the first line of a wall begins. */
const rowsTop = (look: Look): number => insideOf(look).y - 3

/** The size of a frame around what stands inside; `figure` is the height of its own strip. */
export function frameSize(look: Look, inside: Extent, rows: number, figure: number): Extent {
  const corner = insideOf(look)
  const width = Math.max(LEAST.width, inside.width)
  const height = Math.max(LEAST.height, inside.height, rows * ROW)
  const strip = look === 'region' ? figure + FOOT + LINE : 0
  return { width: upToGrid(2 * corner.x + width), height: upToGrid(corner.y + height + BELOW) + strip }
}

/** Height of the strip below the inside, from the frame's size. */
export const insideHeight = (frame: Frame, figure: number): number =>
  frame.height - 2 * LINE - HEAD - (frame.look === 'region' ? BAR + figure + FOOT : 0)

/** Centre of a port's shape in a wall, from the frame's corner. */
export function wallPlace(frame: Frame, side: 'in' | 'out', name: string): { readonly x: number; readonly y: number } | null {
  for (const [wall, rows] of [
    ['left', frame.left],
    ['right', frame.right],
  ] as const) {
    for (const [row, { outer, inner }] of rows.entries()) {
      const outside = (wall === 'left' ? 'in' : 'out') === side
      const port = outside ? outer : inner
      if (port?.name !== name) continue
      return { x: placeX(frame, wall, outside), y: rowsTop(frame.look) + ROW * row + ROW / 2 }
    }
  }
  return null
}
function placeX({ width }: Frame, wall: 'left' | 'right', outside: boolean): number {
  if (wall === 'left') return outside ? LINE / 2 : WALL
  return outside ? width - LINE / 2 : width - WALL
}

/** Distance from the frame's padding edge to the first line, for drawing. */
export const rowsOffset = (frame: Frame): number => rowsTop(frame.look) - LINE - HEAD - (frame.look === 'region' ? BAR : 0)

/** All ports of the walls by side. */
export function wallPorts(
  left: readonly WallRow[],
  right: readonly WallRow[],
): { inputs: readonly SheetPort[]; outputs: readonly SheetPort[] } {
  const some = (ports: readonly (SheetPort | undefined)[]) => ports.flatMap((port) => port ?? [])
  return {
    inputs: some([...left.map(({ outer }) => outer), ...right.map(({ inner }) => inner)]),
    outputs: some([...left.map(({ inner }) => inner), ...right.map(({ outer }) => outer)]),
  }
}
