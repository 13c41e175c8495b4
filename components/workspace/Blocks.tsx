/* The blocks of a notebook in reading order, up to the first question that is still open. */
'use client'
import { memo, startTransition, useEffect, useState } from 'react'
import { useBlock } from './hooks'
import { Prose } from './Prose'
import type { Reading } from './reading'
import { SheetBlock } from './SheetBlock'

interface BlocksProps {
  readonly reading: Reading
  readonly title: string
}

export const Blocks = memo(function Blocks({ reading, title }: BlocksProps) {
  const shown = useRising(reading.shown.length)
  return (
    <>
      {reading.shown.slice(0, shown).map((id) => (
        <One key={id} id={id} title={title} />
      ))}
      {reading.waitsFor && shown >= reading.shown.length && (
        <p className="barrier" role="status">
          {reading.waitsFor.blocks === 1 ? 'One block waits' : `${reading.waitsFor.blocks} blocks wait`} below, neither shown nor computed.
          Answer the question or pass.
        </p>
      )}
    </>
  )
})

/** The first block is there at once … */
const FIRST_BLOCKS = 1

/** … and the rest comes a block a frame, each below the last, so that opening a long page is never one long task. */
function useRising(all: number): number {
  const [count, setCount] = useState(FIRST_BLOCKS)
  useEffect(() => {
    if (count >= all) return undefined
    const frame = requestAnimationFrame(() => startTransition(() => setCount(count + 1)))
    return () => cancelAnimationFrame(frame)
  }, [count, all])
  return Math.min(count, all)
}

const One = memo(function One({ id, title }: { readonly id: string; readonly title: string }) {
  const block = useBlock(id)
  if (!block) return null
  if (block.type === 'prose') return block.text.trim() === '' ? null : <Prose block={block} title={title} />
  if (block.type === 'graph') return <SheetBlock block={block} />
  if (block.type === 'opaque') {
    return (
      <details className="opaque" data-block={block.id}>
        <summary>A block in ‘{block.language}’, kept as it is</summary>
        <pre>{block.source}</pre>
      </details>
    )
  }
  return null
})
