/* Which hub is asked. Another than the usual one is kept in this browser. */
'use client'
import { useState } from 'react'
import { hubHost, setHubHost } from '../../../lib/session/browser'
import { Button, LinkButton, TextField } from '../../ui'
import { sentenceOf } from './downloads'

export function HubAddress({ host, onHost }: { readonly host: string; readonly onHost: (host: string) => void }) {
  const [typed, setTyped] = useState<string | null>(null)
  const [why, setWhy] = useState<string | null>(null)
  const set = (next: string | null): void => {
    try {
      setHubHost(next)
      onHost(hubHost())
      setTyped(null)
      setWhy(null)
    } catch (cause) {
      setWhy(sentenceOf(cause))
    }
  }
  if (typed === null) {
    return (
      <LinkButton className="small" aria-label={`Hub: ${host}. Change it`} onClick={() => setTyped(host)}>
        {host.replace(/^https?:\/\//, '')}
      </LinkButton>
    )
  }
  return (
    <span className="row hub-address">
      {why && (
        <span className="small s-error" role="status">
          {why}
        </span>
      )}
      <TextField value={typed} label="Address of the hub" mono onChange={setTyped} />
      <Button onClick={() => set(typed.trim())}>Set</Button>
      <Button look="plain" onClick={() => set(null)}>
        The usual one
      </Button>
    </span>
  )
}
