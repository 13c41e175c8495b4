/* Cells whose turn to be looked at has come: those under the viewer's hand first, else in the order they came. */
import type { Cell } from './cell'

export class Ready {
  #urgent: Cell[] = []
  #others: Cell[] = []
  #next = 0

  get waiting(): boolean {
    return this.#urgent.length > 0 || this.#next < this.#others.length
  }

  add(cell: Cell): void {
    cell.queued = true
    if (cell.urgency === 0) this.#urgent.push(cell)
    else this.#others.push(cell)
  }

  take(): Cell | undefined {
    const cell = this.#urgent.shift() ?? this.#others[this.#next++]
    if (cell) cell.queued = false
    if (!this.waiting) this.#clear()
    return cell
  }

  some(test: (cell: Cell) => boolean): boolean {
    if (this.#urgent.some(test)) return true
    for (let place = this.#next; place < this.#others.length; place++) {
      const cell = this.#others[place]
      if (cell?.queued && test(cell)) return true
    }
    return false
  }

  #clear(): void {
    this.#others = []
    this.#next = 0
  }
}
