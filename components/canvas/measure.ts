/* Where things stand in a node, from 9-look: head 28, rows of 20, body, foot 24, a line around. Known before any value arrives. */
import { wallPlace } from './frames'
import type { SheetNode } from './model'

export const HEAD = 28
export const ROW = 20
export const FOOT = 24
export const LINE = 1
export const GRID = 8

export interface Rect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
export interface Point {
  readonly x: number
  readonly y: number
}

export const rowsOf = (node: SheetNode): number => Math.max(node.inputs.length, node.outputs.length)
export const heightOf = (node: SheetNode): number => node.frame?.height ?? 2 * LINE + HEAD + ROW * rowsOf(node) + node.body + FOOT

export const rectOf = (node: SheetNode): Rect => ({ x: node.x, y: node.y, width: node.width, height: heightOf(node) })

/** Centre of a port's shape, from the node's corner; null where the node has no such port. */
export function portPlace(node: SheetNode, side: 'in' | 'out', name: string): Point | null {
  if (node.frame) return wallPlace(node.frame, side, name)
  const row = (side === 'in' ? node.inputs : node.outputs).findIndex((port) => port.name === name)
  if (row < 0) return null
  return { x: side === 'in' ? LINE / 2 : node.width - LINE / 2, y: LINE + HEAD + ROW * row + ROW / 2 }
}

export function boundsOf(rects: readonly Rect[]): Rect {
  if (rects.length === 0) return { x: 0, y: 0, width: 0, height: 0 }
  const left = Math.min(...rects.map((rect) => rect.x))
  const top = Math.min(...rects.map((rect) => rect.y))
  const right = Math.max(...rects.map((rect) => rect.x + rect.width))
  const bottom = Math.max(...rects.map((rect) => rect.y + rect.height))
  return { x: left, y: top, width: right - left, height: bottom - top }
}
