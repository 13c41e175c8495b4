/* The way from a model node's settings, or from its error, to the list of models. */
'use client'
import { Button } from '../../ui'
import { usePage } from '../room'

interface ChooseModelProps {
  readonly node: string
  /** It lacks its model: the hub may be asked at once. */
  readonly lacking?: boolean
}

export function ChooseModel({ node, lacking = false }: ChooseModelProps) {
  const { models } = usePage()
  return (
    <Button className="choose-model" icon="box" onClick={() => models.set({ node, asked: lacking })}>
      Choose a model
    </Button>
  )
}
