/* All params of a node as a form, in the order of their schema. No kind writes a form. */
'use client'
import { Control, type WiredValue } from './Control'
import { paramsOf, type Plain } from './schema'

interface FormProps {
  readonly schema: unknown
  readonly params: Readonly<Record<string, Plain>>
  readonly wired: Readonly<Record<string, WiredValue>>
  readonly context?: string
  readonly only?: readonly string[]
  readonly onChange: (param: string, value: Plain) => string | null
}

export function Form({ schema, params, wired, context, only, onChange }: FormProps) {
  const shown = paramsOf(schema, params).filter(([name]) => !only || only.includes(name))
  return (
    <div className="form">
      {shown.map(([name, param]) => (
        <Control
          key={name}
          name={name}
          schema={param}
          value={params[name]}
          wired={wired[name]}
          {...(context ? { context } : {})}
          onChange={(value) => onChange(name, value)}
        />
      ))}
    </div>
  )
}
