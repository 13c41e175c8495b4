/* Puts a model into the node that asked; says so where it stands there already. */
'use client'
import { Button } from '../../ui'

interface UseButtonProps {
  readonly source: string
  readonly isUsed: boolean
  readonly onUse: ((source: string) => void) | null
}

export function UseButton({ source, isUsed, onUse }: UseButtonProps) {
  if (isUsed) return <span className="small quiet model-used">in use</span>
  if (!onUse) return null
  return (
    <Button onClick={() => onUse(source)} aria-label={`Use ${source}`}>
      Use
    </Button>
  )
}
