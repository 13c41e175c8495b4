/* `vitrine run`: evaluates a notebook and prints what its nodes gave; JSON alone on stdout. */
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { withoutIterations } from '../graph/regions/names'
import type { Notebook } from '../notebook'
import { nodeIdsOf } from '../session/inner-nodes'
import { evaluatorPlan } from '../session/open-notebook'
import type { NodeView } from '../session/types'
import { panelToText } from '../viz/terminal'
import { EXIT, reading, refused, type Surroundings } from './command'
import { evaluate, exitOf, type Evaluated } from './notebook-run'
import { choiceOption, readOptions } from './options'
import { pointsOf, readSweeps, runPoints, sweepTable, tableText, type SweepAxis } from './sweep'
import { writeTensors } from './tensor-files'

const TABLE = {
  set: { type: 'string', multiple: true },
  only: { type: 'string', multiple: true },
  sweep: { type: 'string', multiple: true },
  format: { type: 'string' },
  out: { type: 'string' },
} as const

/** Ports asked for by node; null: all ports of that node. */
type Only = ReadonlyMap<string, ReadonlySet<string> | null>

export async function run(args: readonly string[], around: Surroundings): Promise<number> {
  const options = readOptions(args, TABLE, [1, Infinity, 'FILE'])
  const [file = '', ...more] = options.positionals
  const format = choiceOption(options, 'format', ['json', 'text']) ?? 'text'
  // `--set a.b=1 c.d=2` and `--only a.b c.d` reach us as words behind the file
  const settings = [...options.texts('set'), ...more.filter((word) => word.includes('='))]
  const wanted = [...options.texts('only'), ...more.filter((word) => !word.includes('='))]
  if (
    (more.some((word) => word.includes('=')) && options.texts('set').length === 0) ||
    (more.some((word) => !word.includes('=')) && options.texts('only').length === 0)
  )
    throw refused(`One FILE expected; ${more.map((word) => `“${word}”`).join(', ')} is too much.`)
  const only = wanted.length === 0 ? null : readOnly(wanted)
  const axes = readSweeps(options.texts('sweep'))
  if (axes.length > 0) {
    if (options.text('out') !== undefined) throw refused('--out writes the tensors of one run; with --sweep there are many.')
    return sweep(around, file, { settings, axes, wanted, format, ids: only ? [...only.keys()] : undefined })
  }
  const evaluated = await evaluate(around, file, settings, only ? (notebook) => knownIds(notebook, only) : undefined)
  const shown = only ? restricted(evaluated, only) : evaluated
  const out = options.text('out')
  try {
    if (out !== undefined) await writeOutputs(around, shown, out)
    around.out(format === 'json' ? `${JSON.stringify(shown.headless.results(shown.views))}\n` : textOf(shown))
    return exitOf(shown)
  } finally {
    evaluated.headless.dispose()
  }
}

interface Sweeping {
  readonly settings: readonly string[]
  readonly axes: readonly SweepAxis[]
  readonly wanted: readonly string[]
  readonly format: 'json' | 'text'
  readonly ids: readonly string[] | undefined
}
async function sweep(around: Surroundings, file: string, { settings, axes, wanted, format, ids }: Sweeping): Promise<number> {
  // nothing is run before the points are known
  const evaluated = await evaluate(around, file, settings, () => [])
  try {
    const { notebook, headless } = evaluated
    const kinds = new Map(headless.nodes.map((node) => [node.id, node.kind]))
    const points = await reading(() => pointsOf(axes, notebook, (id) => kinds.get(id)))
    const unknown = ids?.find((id) => !kinds.has(id))
    if (unknown !== undefined) throw refused(`--only ${unknown}: there is no node ${unknown}.`)
    const rows = await runPoints(evaluated, points, ids)
    const table = sweepTable(axes, rows, wanted.length > 0 ? new Set(wanted) : null)
    around.out(format === 'json' ? `${JSON.stringify({ notebook: notebook.title, seed: notebook.seed, table })}\n` : tableText(table))
    const codes = rows.map((row) => exitOf({ ...evaluated, views: row.views }))
    return [EXIT.refused, EXIT.failed, EXIT.assertion].find((code) => codes.includes(code)) ?? EXIT.ok
  } finally {
    evaluated.headless.dispose()
  }
}

function readOnly(wanted: readonly string[]): Only {
  const only = new Map<string, Set<string> | null>()
  for (const word of wanted) {
    const [, id = '', port] = /^([^.]+)(?:\.([^.]+))?$/.exec(word) ?? []
    if (id === '') throw refused(`--only takes node.port, not “${word}”.`)
    const ports = only.get(id)
    if (port === undefined || ports === null) only.set(id, null)
    else only.set(id, new Set([...(ports ?? []), port]))
  }
  return only
}
/** Nodes of the sheets, those inside regions and uses by path, single iterations of them as `said[3]`. */
function knownIds(notebook: Notebook, only: Only): readonly string[] {
  const ids = nodeIdsOf(evaluatorPlan(notebook))
  for (const id of only.keys())
    if (!ids.has(withoutIterations(id))) throw refused(`--only ${id}: there is no node ${id}.`, `Nodes: ${[...ids].join(', ')}.`)
  return [...only.keys()]
}

/** Those nodes and ports alone. A port that the node does not give is an error of the command line. */
function restricted(evaluated: Evaluated, only: Only): Evaluated {
  const views = new Map<string, NodeView>()
  for (const [id, ports] of only) {
    const view = evaluated.views.get(id)
    if (!view) continue
    const missing = [...(ports ?? [])].filter((port) => view.state === 'fresh' && !Object.hasOwn(view.outputs, port))
    if (missing.length > 0)
      throw refused(
        `--only ${id}.${missing[0]}: ${id} has no output ${missing[0]}.`,
        `It has ${Object.keys(view.outputs).join(', ') || 'none'}.`,
      )
    views.set(id, ports ? { ...view, outputs: Object.fromEntries(Object.entries(view.outputs).filter(([port]) => ports.has(port))) } : view)
  }
  return { ...evaluated, views }
}

async function writeOutputs(around: Surroundings, { headless, views }: Evaluated, out: string): Promise<void> {
  const folder = path.resolve(around.folder, out)
  await mkdir(folder, { recursive: true }).catch((error: Error) => {
    throw refused(`${out} cannot be made: ${error.message}.`)
  })
  for (const [id, view] of views) {
    if (view.state !== 'fresh') continue
    for (const [port, output] of Object.entries(view.outputs)) await writeTensors(folder, id, port, output.type, headless.value(id, port))
  }
}

function textOf({ notebook, headless, views }: Evaluated): string {
  const parts = [`${notebook.title}\n`]
  for (const [id, view] of views) {
    const { kind, state, ms, error, reason, panels, outputs } = view
    const head = `${id}  ${kind}  ${state}${reason ? ` (${reason})` : ''}${ms === undefined ? '' : `  ${ms.toFixed(1)} ms`}`
    const said = error
      ? [`${error.message}${error.hint ? ` ${error.hint}` : ''}`]
      : panels.length > 0
        ? panels.map(panelToText)
        : Object.entries(outputs).map(([port, output]) => `${port}: ${output.summary}`)
    parts.push(
      [
        head,
        ...said
          .join('\n')
          .split('\n')
          .map((line) => (line === '' ? '' : `  ${line}`)),
      ]
        .join('\n')
        .trimEnd() + '\n',
    )
  }
  const { passed, failed } = headless.assertions(views)
  if (passed + failed > 0) parts.push(`Claims: ${passed} hold, ${failed} fail.\n`)
  return parts.join('\n')
}
