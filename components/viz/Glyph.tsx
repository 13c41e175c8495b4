/* The state glyphs: 12 units, a shape of its own for each state, so that none is told by colour alone. */
import type { ReactNode } from 'react'

const STROKE = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.3, strokeLinecap: 'round' } as const
const ring = <circle cx="6" cy="6" r="4.3" {...STROKE} />

const DRAWINGS = {
  empty: <circle cx="6" cy="6" r="4.3" {...STROKE} strokeDasharray="1.2 2.2" />,
  fresh: <circle cx="6" cy="6" r="2.6" fill="currentColor" />,
  stale: (
    <>
      {ring}
      <path d="M6 1.7a4.3 4.3 0 0 0 0 8.6z" fill="currentColor" />
    </>
  ),
  queued: (
    <>
      {ring}
      <circle cx="6" cy="6" r="1.1" fill="currentColor" />
    </>
  ),
  streaming: <path d="M1.5 3h9M1.5 6h9M1.5 9h3.5" {...STROKE} strokeWidth={1.5} />,
  error: (
    <>
      <path d="M4 1.3h4L10.7 4v4L8 10.7H4L1.3 8V4z" {...STROKE} />
      <path d="M6 3.6v2.9" {...STROKE} />
      <circle cx="6" cy="8.5" r=".8" fill="currentColor" />
    </>
  ),
  blocked: (
    <>
      {ring}
      <path d="M3.7 6h4.6" {...STROKE} strokeWidth={1.7} />
    </>
  ),
  skipped: (
    <>
      <path d="M1.5 7.5C2.5 3 9.5 3 10.5 7.5M10.5 4.2v3.3H7.3" {...STROKE} />
      <circle cx="6" cy="9.3" r="1.1" fill="currentColor" />
    </>
  ),
  disabled: (
    <>
      {ring}
      <path d="M3 9 9 3" {...STROKE} />
    </>
  ),
  frozen: <path d="M6 1.2v9.6M1.8 3.6l8.4 4.8M10.2 3.6 1.8 8.4" {...STROKE} />,
  cancelled: <path d="M2.5 2.5h7v7h-7z" {...STROKE} />,
} as const satisfies Record<string, ReactNode>

/** The states of a node, in the words of the runtime. */
export type GlyphState = keyof typeof DRAWINGS | 'running'

/** A pie filled by the share done, from the top. */
function Pie({ share }: { readonly share: number }) {
  const turn = 2 * Math.PI * Math.min(0.999, Math.max(0.02, share))
  const x = 6 + 4.3 * Math.sin(turn)
  const y = 6 - 4.3 * Math.cos(turn)
  return (
    <>
      {ring}
      <path d={`M6 6V1.7A4.3 4.3 0 ${share > 0.5 ? 1 : 0} 1 ${x.toFixed(2)} ${y.toFixed(2)}z`} fill="currentColor" />
    </>
  )
}

export function Glyph({ state, progress = 0.35 }: { readonly state: GlyphState; readonly progress?: number }) {
  return (
    <svg className={`vz-glyph s-${state}`} viewBox="0 0 12 12" aria-hidden>
      {state === 'running' ? <Pie share={progress} /> : DRAWINGS[state]}
    </svg>
  )
}
