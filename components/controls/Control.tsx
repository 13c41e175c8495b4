/* One param as a control. A refused value says why and the last good one stays in use; a wired one shows what comes in, locked. */
'use client'
import { useId, useState } from 'react'
import { Segmented, Select, Switch } from '../ui'
import { DataControl } from './DataControl'
import { FilesControl } from './FilesControl'
import { ListControl } from './ListControl'
import { NumberControl } from './NumberControl'
import { TableControl } from './TableControl'
import { TextControl } from './TextControl'
import { checkValue, print } from './check'
import type { InnerProps } from './inner-props'
import { choicesOf, labelOf, lookOf, type ParamSchema, type Plain } from './schema'

/** Where a wired param gets its value. */
export interface WiredValue {
  readonly from: string
  readonly value?: Plain
}

export interface ControlProps {
  readonly name: string
  readonly schema: ParamSchema
  /** As written; absent: the default. */
  readonly value: Plain | undefined
  readonly wired?: WiredValue | undefined
  /** Names the node too, for screen readers, where several stand on one page. */
  readonly context?: string
  /** Without its own label, as in a node or in a sentence. */
  readonly bare?: boolean
  /** Bare, and its name before it in the same line. */
  readonly named?: boolean
  /** Returns a sentence where the value was refused. */
  readonly onChange: (value: Plain) => string | null
}

export function Control(props: ControlProps) {
  const { name, schema, value, wired, context, bare = false, named = false, onChange } = props
  const [refused, setRefused] = useState<{ readonly why: string; readonly over: Plain } | null>(null)
  const refusalId = useId()
  const short = labelOf(name, schema)
  const label = context ? `${short} of ${context}` : short
  const shown = value ?? schema.default ?? null
  // Once another value is in use (undo, a wire, another control), what was refused before is past.
  const refusal = refused && Object.is(refused.over, shown) ? refused.why : null
  const change = (next: Plain): boolean => {
    const why = checkValue(short, schema, next) ?? onChange(next)
    setRefused(why ? { why, over: shown } : null)
    return why === null
  }
  const look = `param ${bare ? 'bare' : ''} ${named ? 'named' : ''} ${!bare && isBlock(schema) ? 'block' : ''}`
  const title = (!bare || named) && (
    <span className="param-name" title={schema.description}>
      {short}
    </span>
  )
  if (wired)
    return (
      <div className={look}>
        {title}
        <Wired label={short} wired={wired} />
      </div>
    )
  const inner = { label, schema, value: shown, bare, refusal, refusalId, onChange: change }
  return (
    <div className={look}>
      {title}
      <Inner {...inner} />
      {refusal && (
        <p className="refusal" id={refusalId} role="status">
          {refusal} {lastGood(shown)}
        </p>
      )}
    </div>
  )
}

const isBlock = (schema: ParamSchema): boolean => ['long-text', 'list', 'files', 'table', 'data'].includes(lookOf(schema))

const SHORT = 60
const quoted = (text: string): string => `‘${text.length > SHORT ? `${text.slice(0, SHORT)}…` : text}’`
const lastGood = (value: Plain): string =>
  typeof value === 'number' || typeof value === 'string'
    ? `The last good value, ${typeof value === 'number' ? print(value) : quoted(value)}, is still in use.`
    : ''

function Inner(props: InnerProps) {
  switch (lookOf(props.schema)) {
    case 'slider':
    case 'number':
      return <NumberControl {...props} />
    case 'segmented':
      return <Choice {...props} few />
    case 'select':
      return <Choice {...props} few={false} />
    case 'switch':
      return <YesNo {...props} />
    case 'text':
    case 'long-text':
      return <TextControl {...props} />
    case 'list':
      return <ListControl {...props} />
    case 'files':
      return <FilesControl {...props} />
    case 'table':
      return <TableControl {...props} />
    case 'data':
      return <DataControl {...props} />
  }
}

/** A truth value; a number shown as a switch is 1 or 0. */
function YesNo({ schema, value, label, onChange }: InnerProps) {
  const numeric = schema.type === 'number' || schema.type === 'integer'
  const on = numeric ? value !== 0 : value === true
  return <Switch label={label} checked={on} words={on ? 'Yes' : 'No'} onChange={(next) => void onChange(numeric ? Number(next) : next)} />
}

function Choice({ schema, value, label, onChange, few }: InnerProps & { readonly few: boolean }) {
  const choices = choicesOf(schema) ?? []
  const options = choices.map((choice, place) => ({
    value: choice,
    label: schema.labels?.[place] ?? wordOf(choice),
  }))
  // A choice among numbers hands back a number.
  const pick = (text: string) => void onChange(schema.enum?.find((entry) => String(entry) === text) ?? text)
  const Look = few ? Segmented : Select
  const chosen = choices.includes(String(value)) ? String(value) : null
  return <Look label={label} value={chosen} options={options} onChange={pick} {...(few ? { wide: true } : {})} />
}

/** Short names of the field stay capitals (BM25, FP16, TF-IDF); other words begin with one. */
const wordOf = (choice: string): string =>
  /^(bm|fp|bf)\d+$|^tf-idf$/.test(choice) ? choice.toUpperCase() : choice.charAt(0).toUpperCase() + choice.slice(1)

function Wired({ label, wired }: { readonly label: string; readonly wired: WiredValue }) {
  const words =
    wired.value === undefined
      ? 'nothing yet'
      : typeof wired.value === 'number'
        ? print(wired.value)
        : typeof wired.value === 'string'
          ? wired.value
          : JSON.stringify(wired.value)
  return (
    <span className="wired" title={`${label} comes from ${wired.from}`}>
      <span className="wired-value">{words}</span>
      <span className="quiet mono">{wired.from}</span>
    </span>
  )
}
