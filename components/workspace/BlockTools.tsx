/* What can be done with a block, at its left edge (prose) or at the end of its head (sheets). Asked only when it is opened. */
'use client'
import { memo } from 'react'
import { IconButton, Menu, useToast, type MenuItem } from '../ui'
import { useSession } from './hooks'
import { usePage } from './room'

interface BlockToolsProps {
  readonly id: string
  readonly onEdit?: () => void
}

export const BlockTools = memo(function BlockTools({ id, onEdit }: BlockToolsProps) {
  const session = useSession()
  const { actions } = usePage()
  const say = useToast()
  const items = (): readonly MenuItem[] => {
    const blocks = session.notebook().blocks.filter((block) => block.type !== 'layout')
    const index = blocks.findIndex((block) => block.id === id)
    const move = (by: 1 | -1) => actions.apply([{ op: 'move-block', block: id, index: index + by }], 'Moved a block')
    const remove = () => {
      if (actions.apply([{ op: 'remove-block', block: id }], 'Deleted a block'))
        say({ words: 'Deleted a block', action: { label: 'Undo', onAct: actions.undo } })
    }
    return [
      ...(onEdit ? [{ label: 'Edit', icon: 'pencil', onSelect: onEdit }] : []),
      ...(index > 0 ? [{ label: 'Move up', icon: 'arrow-up', onSelect: () => move(-1) }] : []),
      ...(index < blocks.length - 1 ? [{ label: 'Move down', icon: 'arrow-down', onSelect: () => move(1) }] : []),
      { label: 'Delete', icon: 'trash-2', danger: true, divided: true, onSelect: remove },
    ]
  }
  return (
    <div className="block-tools">
      <Menu items={items} label="What can be done with this block">
        <IconButton icon="ellipsis" label="This block" small />
      </Menu>
    </div>
  )
})
