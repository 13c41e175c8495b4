/* `vitrine render`: evaluates a notebook and writes its panels as SVG, one file each. */
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { panelToSvg } from '../viz/svg'
import { refused, type Surroundings } from './command'
import { evaluate, exitOf } from './notebook-run'
import { readOptions } from './options'

const TABLE = { svg: { type: 'boolean' }, out: { type: 'string' }, set: { type: 'string', multiple: true } } as const

/** White around a picture that stands alone. */
const MARGIN = 12

export async function render(args: readonly string[], around: Surroundings): Promise<number> {
  const options = readOptions(args, TABLE, [1, 1, 'FILE'])
  const out = options.text('out')
  if (!options.flag('svg')) throw refused('--svg is missing: it is the form of the pictures.')
  if (out === undefined) throw refused('--out is missing: the folder for the pictures.')
  const evaluated = await evaluate(around, options.positionals[0] ?? '', options.texts('set'))
  const folder = path.resolve(around.folder, out)
  try {
    await mkdir(folder, { recursive: true })
    for (const [id, view] of evaluated.views) {
      for (const [at, panel] of view.panels.entries()) {
        const name = `${id}.${at + 1}.${panel.panel}.svg`
        await writeFile(path.join(folder, name), panelToSvg(panel, { margin: MARGIN }))
        around.out(`${path.join(out, name)}\n`)
      }
      if (view.error) around.err(`${id}: ${view.error.message}\n`)
    }
    return exitOf(evaluated)
  } catch (error) {
    throw refused(`${out} cannot be written: ${error instanceof Error ? error.message : String(error)}.`)
  } finally {
    evaluated.headless.dispose()
  }
}
