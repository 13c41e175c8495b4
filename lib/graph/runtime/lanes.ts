/*
 * Who computes beside whom (3-runtime, rule 7): a lane for the processor, one for each loaded model, one for the network. In
 * each, one long run goes on while short ones pass it; who waits is taken by urgency, short before long.
 */
import type { AnyInput, PortType } from '../port-type'
import { isBoxed } from '../node-values'
import { takesSeveral } from '../fits'
import type { Attempt, Cell } from './cell'

interface Room {
  readonly short: number
  readonly long: number
}

/** A model computes one thing at a time: a second pass at once makes both slower, and needs memory twice. */
const MODEL: Room = { short: 1, long: 1 }
const ROOMS: Readonly<Record<string, Room>> = { cpu: { short: 4, long: 2 }, network: { short: 6, long: 6 } }
const RANKS = 6

export function laneOf(cell: Cell, attempt: Attempt): string {
  if (cell.kind?.lane) return cell.kind.lane
  for (const port of Object.keys(attempt.ports.inputs)) {
    const lane = laneOfInput(attempt.ports.inputs[port], attempt.inputs[port])
    if (lane !== undefined) return lane
  }
  return 'cpu'
}

function laneOfInput(input: AnyInput | undefined, given: unknown): string | undefined {
  if (!input || given === undefined) return undefined
  if (!takesSeveral(input.type) && !input.type.spec.lane) return undefined
  const values = input.arity === 'many' ? (given as readonly unknown[]) : [given]
  for (const value of values) {
    const [type, own] = isBoxed(value) ? [value.type, value.value] : [input.type, value]
    const lane = (type as PortType<any>).spec.lane?.(own)
    if (lane !== undefined) return `model ${lane}`
  }
  return undefined
}

/** Cells that wait for their turn, by lane and rank. */
export class Lanes {
  readonly #waiting = new Map<string, Set<Cell>[]>()
  readonly #places = new Map<Cell, Set<Cell>>()

  get size(): number {
    return this.#places.size
  }

  has(cell: Cell): boolean {
    return this.#places.has(cell)
  }

  wait(cell: Cell, lane: string, long: boolean): void {
    this.leave(cell)
    let ranks = this.#waiting.get(lane)
    if (!ranks) this.#waiting.set(lane, (ranks = Array.from({ length: RANKS }, () => new Set<Cell>())))
    const place = ranks[cell.urgency * 2 + (long ? 1 : 0)] as Set<Cell>
    place.add(cell)
    this.#places.set(cell, place)
  }

  leave(cell: Cell): boolean {
    this.#places.get(cell)?.delete(cell)
    return this.#places.delete(cell)
  }

  /** Everyone who waits, to be placed anew. */
  all(): readonly Cell[] {
    return [...this.#places.keys()]
  }

  /** Offers cells in order of rank, until a rank's first is refused; then goes on with the next rank. */
  offer(take: (cell: Cell, lane: string, long: boolean) => boolean): void {
    for (const [lane, ranks] of this.#waiting) {
      for (let rank = 0; rank < RANKS; rank++) {
        const place = ranks[rank] as Set<Cell>
        for (const cell of place) {
          if (!take(cell, lane, rank % 2 === 1)) break
          this.leave(cell)
        }
      }
    }
  }
}

/** Runs of one lane that are under way, told apart by what is known of them. */
export const roomIn = (lane: string, short: number, long: number, isLong: boolean): boolean => {
  const room = ROOMS[lane] ?? MODEL
  return isLong ? long < room.long : short < room.short
}
