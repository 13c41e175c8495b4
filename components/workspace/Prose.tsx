/* A block of prose: read as set text, edited in place. A click edits; Escape or leaving saves. */
'use client'
import { memo, useCallback, useRef, useState, type MouseEvent } from 'react'
import { TextPlace } from '../text'
import { BlockTools } from './BlockTools'
import { Markdown } from './Markdown'
import { usePage } from './room'
import type { ProseBlock } from './hooks'
import { withoutTitle } from './reading'

interface ProseProps {
  readonly block: ProseBlock
  readonly title: string
}

export const Prose = memo(function Prose({ block, title }: ProseProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const { actions } = usePage()
  const place = useRef<HTMLDivElement>(null)
  const edit = useCallback(() => setTyped(block.text), [block.text])
  const leave = () => {
    if (typed !== null && typed !== block.text)
      actions.apply([{ op: 'set-prose', block: block.id, text: endLine(typed) }], 'Changed the prose')
    setTyped(null)
  }
  const click = (event: MouseEvent) => {
    const target = event.target as Element
    const choosing = (window.getSelection()?.toString() ?? '') !== ''
    if (!choosing && !target.closest('a, button, input, select, textarea, output, .inline-control')) edit()
  }
  if (typed !== null) {
    return (
      <div className="prose-block is-edited" data-block={block.id}>
        <TextPlace
          className="prose-area"
          label="Prose in Markdown"
          value={typed}
          growFrom={3}
          autoFocus
          ownUndo
          onChange={setTyped}
          onBlur={leave}
          onEscape={leave}
        />
      </div>
    )
  }
  return (
    <div ref={place} className="prose-block" data-block={block.id} onClick={click}>
      <BlockTools id={block.id} onEdit={edit} />
      <div className="prose">
        <Markdown text={withoutTitle(block.text, title)} inlines />
      </div>
    </div>
  )
})

const endLine = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`)
