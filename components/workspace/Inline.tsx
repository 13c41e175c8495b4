/* Values and controls that stand in a sentence. */
'use client'
import { useContext, useEffect } from 'react'
import type { Json } from '../../lib/graph/json'
import { Control, paramsOf } from '../controls'
import { useNode, useSession, useView } from './hooks'
import { PageRoom } from './room'
import { valueWords } from './value-words'

const split = (label: string): readonly [string, string] => {
  const dot = label.indexOf('.')
  return [label.slice(0, dot), label.slice(dot + 1)]
}

export function InlineValue({ of }: { readonly of?: string }) {
  const session = useSession()
  const [node, port] = split(of ?? '')
  const view = useView(node)
  useEffect(() => session.observe([node]), [session, node])
  const output = view?.outputs[port]
  const older = view && ['stale', 'blocked', 'running', 'queued', 'streaming'].includes(view.state)
  if (!output) {
    const why = view?.error?.message ?? (view ? view.reason : undefined)
    return (
      <output className="value is-absent" title={why ?? `${of} has no value yet`}>
        {view?.state === 'error' ? 'no value' : '…'}
      </output>
    )
  }
  return (
    <output className={older ? 'value is-older' : 'value'} title={`${of}, ${output.type}`} data-value={of}>
      {valueWords(output)}
    </output>
  )
}

export function InlineControl({ of }: { readonly of?: string }) {
  const [id, param] = split(of ?? '')
  const page = useContext(PageRoom)
  const view = useView(id)
  const node = useNode(id)
  const card = node && page?.card(node.kind)
  const schema = card && paramsOf(card.schema, node.params).find(([name]) => name === param)?.[1]
  if (!page || !node || !schema) return <span className="value is-absent">{of}</span>
  const wire = node.paramWires[param]
  const incoming = view?.wiredParams?.[param]
  return (
    <span className="inline-control" data-control={of}>
      <Control
        name={param}
        schema={schema}
        value={node.params[param]}
        wired={wire && { from: `${wire.node}.${wire.port}`, ...(incoming === undefined ? {} : { value: incoming }) }}
        context={id}
        bare
        onChange={(value) => page.actions.setParam(id, param, value as Json)}
      />
    </span>
  )
}
