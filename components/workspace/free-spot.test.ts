import { describe, expect, it } from 'vitest'
import { freeSpot } from './free-spot'

const size = { width: 192, body: 104 }
const box = (x: number, y: number) => ({ x, y, ...size })

describe('a new node', () => {
  it('stands where it was asked for when nothing is there', () => {
    expect(freeSpot({ x: 40, y: 40 }, [box(400, 40), box(40, 400)])).toEqual({ x: 40, y: 40 })
  })
  it('goes to the right of what is there, one after another', () => {
    const first = freeSpot({ x: 40, y: 40 }, [box(40, 40)])
    expect(first).toEqual({ x: 264, y: 40 })
    expect(freeSpot({ x: 40, y: 40 }, [box(40, 40), { ...first, ...size }])).toEqual({ x: 488, y: 40 })
  })
})
