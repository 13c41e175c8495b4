/* The blocks of a notebook in reading order, up to the first question that is still open. */
'use client'
import { memo } from 'react'
import { useBlock } from './hooks'
import { Prose } from './Prose'
import type { Reading } from './reading'
import { SheetBlock } from './SheetBlock'

interface BlocksProps {
  readonly reading: Reading
  readonly title: string
}

export const Blocks = memo(function Blocks({ reading, title }: BlocksProps) {
  return (
    <>
      {reading.shown.map((id) => (
        <One key={id} id={id} title={title} />
      ))}
      {reading.waitsFor && (
        <p className="barrier" role="status">
          {reading.waitsFor.blocks === 1 ? 'One block waits' : `${reading.waitsFor.blocks} blocks wait`} below, neither shown nor computed.
          Answer the question or pass.
        </p>
      )}
    </>
  )
})

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
