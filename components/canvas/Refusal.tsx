/* Why a wire does not fit, while it is dragged and after it is dropped, with the one thing that would make it fit. */
'use client'
import { useEffect } from 'react'
import { Glyph } from '../viz/Glyph'
import { Button, Keys } from '../ui'
import type { Fix } from './model'

export interface Refused {
  readonly message: string
  readonly fix?: Fix
  /** What it would do in words, where that is no converter. */
  readonly offer?: string
  /** Pixels from the sheet's corner. */
  readonly x: number
  readonly y: number
  readonly onFix?: () => void
}

export function Refusal({ refused, onClose }: { readonly refused: Refused; readonly onClose: () => void }) {
  const { fix, offer, onFix } = refused
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Escape') onClose()
      if (event.key === 'Enter' && onFix) {
        event.preventDefault()
        event.stopPropagation()
        onFix()
      }
    }
    window.addEventListener('keydown', press, true)
    return () => window.removeEventListener('keydown', press, true)
  }, [onClose, onFix])
  return (
    <div className="float refuse nopan" style={{ left: refused.x, top: refused.y }} role="alert">
      <div className="row s-error">
        <Glyph state="error" />
        <b>This wire does not fit</b>
      </div>
      <p>{refused.message}</p>
      {offer && onFix && (
        <Button icon="repeat" onClick={onFix}>
          {offer} <Keys of="↵" />
        </Button>
      )}
      {fix && onFix && (
        <Button icon="plus" onClick={onFix}>
          Insert {fix.title} <Keys of="↵" />
        </Button>
      )}
    </div>
  )
}
