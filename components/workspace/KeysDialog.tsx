/* The keys, in one place. `?` opens it. */
'use client'
import { Dialog, Keys } from '../ui'

const KEYS: readonly { readonly title: string; readonly rows: readonly (readonly [string, string])[] }[] = [
  {
    title: 'Everywhere',
    rows: [
      ['Ctrl Z', 'Undo'],
      ['Ctrl ⇧ Z', 'Redo'],
      ['Ctrl ↵', 'Run all'],
      ['/', 'Add a block'],
      ['?', 'These keys'],
    ],
  },
  {
    title: 'On a sheet',
    rows: [
      ['⇥', 'Add a node at the pointer'],
      ['← →', 'Walk along wires'],
      ['↑ ↓', 'To the node above or below'],
      ['Alt ←', 'Move the node by one step of the grid'],
      ['↵', 'Into the node; Esc leads out again'],
      ['Esc', 'Out of the sheet, to what stands below it'],
      ['w', 'Wire from a port of this node'],
      ['i', 'To the inspector; Esc leads back'],
      ['r', 'Run the node'],
      ['m', 'What can be done with the node'],
      ['o', 'Open a subgraph'],
      ['[ ]', 'Iteration of the region before, and next'],
      ['Ctrl C', 'Copy; Ctrl X cuts, Ctrl V pastes'],
      ['Ctrl D', 'Duplicate'],
      ['⌫', 'Delete'],
      ['F', 'Frame what is selected, or all'],
      ['⇧ L', 'Tidy'],
      ['+ −', 'Zoom'],
      ['0', 'Full size'],
      ['⇧ drag', 'Select several'],
      ['Ctrl A', 'Select all'],
    ],
  },
  {
    title: 'In a figure',
    rows: [
      ['← → ↑ ↓', 'From mark to mark'],
      ['↵', 'Pin its card'],
      ['Esc', 'Let go'],
    ],
  },
]

export function KeysDialog({ open, onOpenChange }: { readonly open: boolean; readonly onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keys">
      <div className="keys-list">
        {KEYS.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.rows.map(([keys, words]) => (
                <div key={keys + words}>
                  <dt>
                    <Keys of={keys} />
                  </dt>
                  <dd>{words}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="credit small quiet">Sheets are drawn with React Flow, formulas with KaTeX.</p>
    </Dialog>
  )
}
