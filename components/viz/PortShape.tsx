/*
 * The shapes of ports: 22 types told by shape first and colour second, 10 units, filled. Three marks in the type's own
 * colour: a second outline (List), three points on the inner side (Stream), a hollow hexagon (a Model without its weights).
 */
import type { ReactNode } from 'react'

const SHAPES: Readonly<Record<string, ReactNode>> = {
  text: <circle cx="5" cy="5" r="4.2" />,
  tokens: <path d="M.6 1.2h2.3v7.6H.6zM3.85 1.2h2.3v7.6h-2.3zM7.1 1.2h2.3v7.6H7.1z" />,
  messages: <path d="M.8 1h8.4v6.3H5L2.5 9.8V7.3H.8z" />,
  documents: <path d="M1.2.6h4.9L8.9 3.4v6H1.2z" />,
  model: <path d="M5 .2 9.3 2.6v4.8L5 9.8.7 7.4V2.6z" />,
  run: <path d="M1 .5 9.6 5 1 9.5z" />,
  tensor: <path d="M1 1h8v8H1z" />,
  logits: <path d="M.7 9.3V6.6h2.9V3.8h2.9V1h2.9v8.3z" />,
  distribution: <path d="M.3 9c2.2 0 2-7.7 4.7-7.7S7.5 9 9.7 9z" />,
  attention: <path d="M5 .1 9.9 5 5 9.9.1 5z" />,
  embeddings: <path d="M3.5.5h3v3h3v3h-3v3h-3v-3h-3v-3h3z" />,
  hits: (
    <path
      fillRule="evenodd"
      d="M5 .4a4.6 4.6 0 1 1 0 9.2A4.6 4.6 0 0 1 5 .4zm0 1.7a2.9 2.9 0 1 0 0 5.8 2.9 2.9 0 0 0 0-5.8zm0 1.5a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8z"
    />
  ),
  table: <path d="M.7.7h3.8v3.8H.7zM5.5.7h3.8v3.8H5.5zM.7 5.5h3.8v3.8H.7zM5.5 5.5h3.8v3.8H5.5z" />,
  number: <rect x="2.6" y=".4" width="4.8" height="9.2" rx="2.4" />,
  json: (
    <path d="M4.3.5H2.7A1.3 1.3 0 0 0 1.4 1.8V3.7L.1 5l1.3 1.3v1.9a1.3 1.3 0 0 0 1.3 1.3H4.3V7.7H3.4V2.3h.9zM5.7.5h1.6a1.3 1.3 0 0 1 1.3 1.3V3.7L9.9 5 8.6 6.3v1.9a1.3 1.3 0 0 1-1.3 1.3H5.7V7.7h.9V2.3h-.9z" />
  ),
  image: <path fillRule="evenodd" d="M.2.8h9.6v8.4H.2zM1.6 2.2v4.7L4.6 3.9 8.4 7.6V2.2z" />,
  tokenizer: <path d="M.4.7 5 3.8 9.6.7v8.6L5 6.2.4 9.3z" />,
  edits: <path d="M6.9.4 9.6 3.1 3.5 9.2.3 9.7.8 6.5z" />,
  sampling: <path d="M.2.8h9.6v2.2L6.5 6.1v3.5h-3V6.1L.2 3z" />,
  grammar: <path d="M.7.8h8.6v8.4H6.5V3.6h-3v5.6H.7z" />,
  index: <path d="M3.4.5h3.2v2.4H3.4zM1.9 3.8h6.2v2.4H1.9zM.4 7.1h9.2v2.4H.4z" />,
  tools: <path d="M7 .1.6 6h3.1L2.6 9.9l6.8-6.2H6z" />,
}

/** What lies under a shape with holes, so that neither wire nor edge shows through it. */
const BEDS: Readonly<Record<string, ReactNode>> = {
  json: (
    <path d="M2.7.5h4.6a1.3 1.3 0 0 1 1.3 1.3V3.7L9.9 5 8.6 6.3v1.9a1.3 1.3 0 0 1-1.3 1.3H2.7a1.3 1.3 0 0 1-1.3-1.3V6.3L.1 5l1.3-1.3V1.8A1.3 1.3 0 0 1 2.7.5z" />
  ),
  image: <path d="M.2.8h9.6v8.4H.2z" />,
  hits: <circle cx="5" cy="5" r="4.6" />,
}

const HOLLOW: Readonly<Record<string, ReactNode>> = {
  model: <path fillRule="evenodd" d="M5 .2 9.3 2.6v4.8L5 9.8.7 7.4V2.6zM5 1.9 2.2 3.45v3.1L5 8.1l2.8-1.55v-3.1z" />,
}

export interface PortShapeProps {
  /** The port type's name: `tokens`. Unknown names get the disc of text. */
  readonly type: string
  readonly list?: boolean
  readonly stream?: boolean
  readonly hollow?: boolean
  /** On a node's edge: a rim of the case's colour, 3 px, under the shape. */
  readonly rim?: boolean
  readonly className?: string
}

function Ring({ width, colour, children }: { readonly width: number; readonly colour: string; readonly children: ReactNode }) {
  return (
    <g stroke={colour} strokeWidth={width} strokeLinejoin="round" fill={colour}>
      {children}
    </g>
  )
}

/** A port that takes several types wears the shape of the first: `text|documents`. */
const firstOf = (type: string): string => type.split('|')[0] ?? type

export function PortShape({ type: named, list, stream, hollow, rim, className }: PortShapeProps) {
  const type = firstOf(named)
  const shape = SHAPES[type] ?? SHAPES.text
  const bed = BEDS[type] ?? shape
  const ground = 'var(--rim, var(--case))'
  const colour = type in SHAPES ? `var(--port-${type})` : type === 'any' ? 'var(--ink-3)' : 'var(--port-text)'
  return (
    <svg
      className={className ?? 'vz-port'}
      width="10"
      height="10"
      viewBox="0 0 10 10"
      style={{ color: colour, overflow: 'visible' }}
      data-type={type}
      aria-hidden
    >
      {list && rim && (
        <Ring width={7} colour={ground}>
          {bed}
        </Ring>
      )}
      {list && (
        <Ring width={5} colour="currentColor">
          {bed}
        </Ring>
      )}
      {(list || rim) && (
        <Ring width={3} colour={ground}>
          {bed}
        </Ring>
      )}
      <g fill="currentColor">{(hollow && HOLLOW[type]) || shape}</g>
      {stream && [0, 1, 2].map((point) => <circle key={point} cx={(list ? -6.5 : -4) - 3 * point} cy="5" r=".85" fill="currentColor" />)}
    </svg>
  )
}
