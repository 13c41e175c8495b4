/* A conversation: each turn under the name of who speaks. */
'use client'
import type { ConversationPanel } from '../../lib/viz/panels'
import type { PanelProps } from './actions'
import { Figure } from './Figure'

export function ConversationView(props: PanelProps<ConversationPanel>) {
  return (
    <Figure {...props}>
      <ol className="vz-turns">
        {props.panel.turns.map(({ role, text }, place) => (
          <li key={place} className={`vz-turn is-${role === 'assistant' || role === 'system' ? role : 'other'}`} data-mark={place}>
            <small>{role}</small>
            <div className="vz-text">{text}</div>
          </li>
        ))}
      </ol>
    </Figure>
  )
}
