/* The list itself: search over titles, kinds, tags and summaries; arrow keys choose, Enter places. Loaded on first use. */
'use client'
import { Command } from 'cmdk'
import { PortShape } from '../viz/PortShape'
import { Icon, Keys } from '../ui'
import { closest, ranked } from './search'
import type { PickItem, PickList } from './picker-types'
import { useState } from 'react'

export default function PickerBody({ list, onClose }: { readonly list: PickList; readonly onClose: () => void }) {
  const [typed, setTyped] = useState('')
  const items = list.groups.flatMap((group) => group.items)
  const groups = ranked(typed, list.groups)
  const near = typed ? closest(typed, items) : null
  const pick = (item: PickItem) => {
    if (!item.next) onClose()
    item.onPick()
  }
  return (
    <Command label={list.label} loop shouldFilter={false}>
      <div className="q">
        <Icon name="search" small />
        <Command.Input autoFocus placeholder={list.placeholder} value={typed} onValueChange={setTyped} />
        {list.from && (
          <span className="row quiet small">
            <PortShape type={list.from.type} /> {list.from.words}
          </span>
        )}
      </div>
      <Command.List>
        <Command.Empty className="none">
          Nothing here has this name.{' '}
          {near && (
            <button type="button" className="link" onClick={() => pick(near)}>
              {near.title} is close.
            </button>
          )}
        </Command.Empty>
        {groups.map((group) => (
          <Command.Group key={group.title} heading={group.title}>
            {group.items.map((item) => (
              <Command.Item key={item.key} value={item.key} className="item" onSelect={() => pick(item)}>
                {item.port ? <PortShape type={item.port} /> : item.icon ? <Icon name={item.icon} /> : null}
                <span className="what">
                  <b>{item.title}</b>
                  {item.detail && <span className="d">{item.detail}</span>}
                </span>
                <span className="enter">
                  <Keys of="↵" />
                </span>
              </Command.Item>
            ))}
          </Command.Group>
        ))}
      </Command.List>
      <div className="foot" aria-hidden>
        <span>
          <Keys of="↑ ↓" /> choose
        </span>
        <span>
          <Keys of="↵" /> take
        </span>
        <span>
          <Keys of="Esc" /> close
        </span>
      </div>
    </Command>
  )
}
