/* A block of prose: read as set text, edited in place. A click edits; Escape or leaving saves. */
'use client'
import { memo, useRef, useState, type MouseEvent } from 'react'
import { IconButton, Menu, TextArea } from '../ui'
import { Markdown } from './Markdown'
import { usePage } from './room'
import { useNotebook, type ProseBlock } from './hooks'
import { withoutTitle } from './reading'

interface ProseProps {
  readonly block: ProseBlock
  readonly title: string
}

export const Prose = memo(function Prose({ block, title }: ProseProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const { actions } = usePage()
  const place = useRef<HTMLDivElement>(null)
  const edit = () => setTyped(block.text)
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
        <TextArea
          className="prose-area"
          label="Prose in Markdown"
          value={typed}
          growFrom={3}
          autoFocus
          onChange={setTyped}
          onBlur={leave}
          onEscape={leave}
        />
      </div>
    )
  }
  return (
    <div ref={place} className="prose-block" data-block={block.id} onClick={click}>
      <BlockTools block={block} onEdit={edit} />
      <div className="prose">
        <Markdown text={withoutTitle(block.text, title)} inlines />
      </div>
    </div>
  )
})

const endLine = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`)

/** At the left edge, seen under the pointer and with the keyboard. */
export function BlockTools({
  block,
  onEdit,
}: {
  readonly block: { readonly id: string; readonly type: string }
  readonly onEdit?: () => void
}) {
  const { actions } = usePage()
  const notebook = useNotebook()
  const blocks = notebook.blocks
  const index = blocks.findIndex((each) => each.id === block.id)
  const move = (by: 1 | -1) => actions.apply([{ op: 'move-block', block: block.id, index: index + by }], 'Moved a block')
  const items = [
    ...(onEdit ? [{ label: 'Edit', icon: 'pencil', onSelect: onEdit }] : []),
    ...(index > 0 ? [{ label: 'Move up', icon: 'arrow-up', onSelect: () => move(-1) }] : []),
    ...(index < blocks.length - 1 ? [{ label: 'Move down', icon: 'arrow-down', onSelect: () => move(1) }] : []),
    {
      label: 'Delete',
      icon: 'trash-2',
      danger: true,
      divided: true,
      onSelect: () => actions.apply([{ op: 'remove-block', block: block.id }], 'Deleted a block'),
    },
  ]
  return (
    <div className="block-tools">
      <Menu items={items} label="What can be done with this block">
        <IconButton icon="ellipsis" label="This block" small />
      </Menu>
    </div>
  )
}
