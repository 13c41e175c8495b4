/* What every kind must be, whatever it does. A new kind is held to the same without a line here. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { canonicalExample, exampleNotebook, runExample } from '../../tests/run-example'
import { fits } from '../graph/fits'
import { ERROR_PORT, RESERVED_FIELDS } from '../graph/graph'
import { portsAsWritten } from '../graph/ports'
import { z } from '../graph/zod'
import { converters, portTypes } from '../values'
import { groups, kindById, kinds } from '.'
import { kindLookup } from './lookup'

const PANELS = [
  'text',
  'tokens',
  'number',
  'bars',
  'distribution',
  'heat',
  'attention',
  'headGrid',
  'histogram',
  'table',
  'diff',
  'ribbons',
  'card',
  'bits',
  'conversation',
  'lattice',
]
const NAME = /^[a-z][A-Za-z0-9]*$/

const schemaOf = (params: z.ZodObject) =>
  z.toJSONSchema(params, { io: 'input' }) as { type: string; properties?: Record<string, object>; required?: string[] }
const helpOf = (kind: string): string => readFileSync(path.join(import.meta.dirname, kind, `${kind}.md`), 'utf8')
const goldenOf = (kind: string) =>
  JSON.parse(readFileSync(path.join(import.meta.dirname, kind, `${kind}.golden.json`), 'utf8')) as { made_by?: string }

describe('all kinds', () => {
  it.each(['kind', 'title', 'icon'] as const)('%s is its own', (field) => {
    const seen = kinds.map((kind) => kind[field])
    expect(new Set(seen).size, seen.join(', ')).toBe(seen.length)
  })
  it('converters name kinds and ports that exist', () => {
    for (const { from, to, kind: id, input, output } of converters) {
      const kind = kindById(id)!
      expect(fits(portTypes.get(from)!, kind.inputs[input]!.type), `${id}.${input}`).toBe(true)
      expect([to, 'any'], `${id}.${output}`).toContain(kind.outputs[output]!.type.name)
    }
  })
  it('a near miss is named', () => {
    expect(kindLookup.closest('tokeniser')).toContain('tokenizer')
  })
})

describe.each(kinds.map((kind) => [kind.kind, kind] as const))('%s', (id, kind) => {
  const ports = portsAsWritten(kind, {})

  it('is named as files and shelves need it', () => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/)
    expect(Number.isInteger(kind.version) && kind.version >= 1).toBe(true)
    expect(kind.summary).toMatch(/^[A-Z].*\.$/)
    expect(groups).toContain(kind.group)
    expect(kind.tags?.length).toBeGreaterThan(2)
  })
  it('a name is either a port or a param', () => {
    const params = Object.keys(kind.params.shape)
    const names = [...new Set([...Object.keys(ports.inputs), ...Object.keys(ports.outputs)])]
    for (const name of [...params, ...names]) expect(name).toMatch(NAME)
    expect(params.filter((name) => names.includes(name) && name in ports.inputs)).toEqual([])
  })
  it('leaves the fields of every node and its output `error` free', () => {
    const taken = new Set<string>(RESERVED_FIELDS)
    expect([...Object.keys(kind.params.shape), ...Object.keys(ports.inputs)].filter((name) => taken.has(name))).toEqual([])
    expect(Object.keys(ports.outputs)).not.toContain(ERROR_PORT)
  })
  it('every port has a known type and says what it reads or gives', () => {
    for (const port of [...Object.values(ports.inputs), ...Object.values(ports.outputs)]) {
      for (const type of port.type.spec.alternatives ?? [port.type]) expect(portTypes.get(type.name)).toBe(type)
      expect(port.doc.length).toBeGreaterThan(4)
    }
  })
  it('has the size of the grid', () => {
    for (const length of [kind.size.width, kind.size.body]) expect(length % 8).toBe(0)
  })
  it('its params make a form: a schema in plain JSON, a default for each', () => {
    const schema = schemaOf(kind.params)
    expect(Object.keys(schema.properties ?? {})).toEqual(Object.keys(kind.params.shape))
    expect(schema.required ?? []).toEqual([])
    for (const name of kind.inline ?? []) expect(kind.params.shape).toHaveProperty(name)
    for (const preset of kind.presets ?? []) expect(kind.params.safeParse(preset.params).success).toBe(true)
    for (const { name, default: value } of kindLookup.kind(id)!.params)
      if (value !== undefined) expect(kindLookup.kind(id)!.checkParam(name, value)).toBeNull()
  })
  it('its help has formula, shapes, reference and the example', () => {
    const help = helpOf(id)
    for (const heading of ['Formula', 'Shapes', 'Reference', 'Example']) expect(help).toContain(`\n## ${heading}\n`)
    expect(help).toMatch(/## Formula\n\n[^#]*\$[^$]+\$/)
    expect(help).toContain('```graph example\n' + kind.example + '```\n')
    expect(help.startsWith(`# ${kind.title}\n`)).toBe(true)
  })
  it('its golden says where the numbers are from', () => {
    expect(goldenOf(id).made_by).toBeTruthy()
  })
  it('its example is written as notebooks are', () => {
    expect(canonicalExample(kind.example)).toBe(exampleNotebook(kind.example))
  })
  it('its example runs, and shows panels that everything can draw', { timeout: 60_000 }, async () => {
    expect(kind.example.trimEnd().split('\n').length).toBeLessThanOrEqual(18)
    const { problems, views } = await runExample(kind.example)
    expect(problems).toEqual([])
    // What a choice passes over is skipped.
    for (const { error, state } of views.values()) expect(['fresh', 'skipped']).toContain(error?.message ?? state)
    const shown = views.get(kind.exampleNode)!
    expect(shown.kind).toBe(id)
    for (const panel of shown.panels) expect(PANELS).toContain(panel.panel)
    // What the page receives crosses from a worker.
    expect(structuredClone(shown.panels)).toEqual(shown.panels)
    expect(Object.keys(shown.outputs).every((name) => name in ports.outputs || kind.ports !== undefined)).toBe(true)
    for (const output of Object.values(shown.outputs)) expect(JSON.parse(JSON.stringify(output.json))).toEqual(output.json)
  })
})
