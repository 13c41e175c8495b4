/* All heads of one layer as thumbnails on one shared scale; choosing one is an action for whoever shows the panel. */
'use client'
import { useMemo } from 'react'
import { placesOf } from '../../lib/viz/paint'
import type { Scale } from '../../lib/viz/panels'
import { useLit } from './brush'
import { CellCanvas } from './CellCanvas'
import { Ticks } from './MapParts'

interface HeadStripProps {
  readonly count: number
  /** [H, T, S] */
  readonly values: Float32Array
  readonly rows: number
  readonly columns: number
  readonly layer: number
  readonly chosen: number | null
  readonly scale: Scale
  readonly width: number
  readonly onChoose?: (head: number) => void
}

const GAP = 4
const LARGEST = 48
const SMALLEST = 20

export function HeadStrip({ count, values, rows, columns, layer, chosen, scale, width, onChoose }: HeadStripProps) {
  const size = rows * columns
  const tiles = useMemo(() => {
    const places = placesOf(scale, values, columns)
    return Array.from({ length: count }, (_, head) => places.subarray(head * size, (head + 1) * size))
  }, [values, columns, count, size, scale])
  const perRow = Math.min(count, Math.max(1, Math.floor((width + GAP) / (SMALLEST + GAP))))
  const tile = Math.min(LARGEST, Math.floor((width + GAP) / perRow) - GAP)
  const picture = tile - 4
  const lit = useLit()
  return (
    <div className="vz-strip" style={{ gap: GAP }}>
      {tiles.map((places, head) => (
        <button
          key={head}
          type="button"
          className={head === chosen ? 'is-chosen' : undefined}
          style={{ width: tile }}
          aria-pressed={head === chosen}
          aria-label={`Head ${layer}.${head}`}
          onClick={() => onChoose?.(head)}
        >
          <span className="vz-thumb" style={{ width: picture, height: (picture * rows) / columns }}>
            <CellCanvas places={places} rows={rows} columns={columns} cell={picture / columns} gap={0} kind={scale.kind} />
            {lit !== null && lit < columns && picture >= 30 && (
              <Ticks row={lit - (columns - rows) + 0.5} column={lit + 0.5} size={picture / columns} />
            )}
          </span>
          <span>
            {layer}.{head}
          </span>
        </button>
      ))}
    </div>
  )
}
