// Walks every import of the tree against tests/rooms.cjs, and plants one forbidden import of each kind to see it refused.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser'
import { afterAll, describe, expect, it } from 'vitest'

interface Rules {
  readonly rooms: Readonly<Record<string, readonly string[]>>
  readonly homes: Readonly<Record<string, string>>
  readonly headlessPackages: readonly string[]
  readonly forbidden: IForbiddenRuleType[]
  readonly options: object
}
const root = process.cwd()
const rules = createRequire(import.meta.url)('../rooms.cjs') as Rules
const top = ['app', 'components', 'lib', 'tests', 'scripts']

async function walk(folder: string): Promise<ICruiseResult> {
  const found = top.filter((name) => existsSync(path.join(folder, name)))
  const result = await cruise(found, {
    ...rules.options,
    baseDir: folder,
    validate: true,
    ruleSet: { forbidden: rules.forbidden },
  })
  return result.output as ICruiseResult
}
function refusals({ summary }: ICruiseResult): string[] {
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)
}

describe('the tree', () => {
  it('keeps the rules of the house', async () => {
    const result = await walk(root)
    expect(refusals(result)).toEqual([])
    expect(result.summary.totalDependenciesCruised).toBeGreaterThan(100)
  }, 120_000)
})

/** A small tree of its own: each room has a door, and each planted file one import. */
const planted: { file: string; text: string; rule: string | null }[] = []
const names = Object.keys(rules.rooms)
const fileOf = (from: string, to: string) => `${from}/to-${to.replaceAll('/', '-').replaceAll('@', '')}.ts`
const relative = (from: string, to: string) => `${'../'.repeat(from.split('/').length)}${to}`

for (const from of names)
  for (const to of names) {
    if (from === to) continue
    const may = rules.rooms[from]!
    const address = `${relative(from, to)}/door`
    const typed = may.includes(`${to} (types)`)
    const refused = may.includes(to) || typed ? null : `room ${from}`
    planted.push({
      file: fileOf(from, to),
      text: `import { door } from '${address}'\nexport const use = door\n`,
      rule: typed ? `types only ${from}` : refused,
    })
    planted.push({
      file: fileOf(from, `${to}-type`),
      text: `import type { Door } from '${address}'\nexport type Use = Door\n`,
      rule: refused,
    })
  }
for (const [name, home] of Object.entries(rules.homes)) {
  if (!existsSync(path.join(root, 'node_modules', name))) continue
  for (const from of ['lib/engine', 'components/workspace', 'app', home])
    planted.push({
      file: fileOf(from, `package-${name}`),
      text: `import * as heavy from '${name === 'onnxruntime-web' ? `${name}/wasm` : name}'\nexport const use = heavy\n`,
      rule: from === home ? null : `home of ${name}`,
    })
}
const sentence = (file: string, text: string, rule: string | null) => planted.push({ file, text, rule })
sentence('lib/session/react.ts', "import { useState } from 'react'\nexport const use = useState\n", 'headless')
sentence('lib/session/react-type.ts', "import type { ReactNode } from 'react'\nexport type Use = ReactNode\n", 'headless')
sentence('lib/nodes/next.ts', "import Link from 'next/link'\nexport const use = Link\n", 'headless')
sentence('lib/viz/dynamic.ts', "export const use = () => import('react-dom')\n", 'headless')
sentence('lib/graph/zod.ts', "import { z } from 'zod'\nexport const use = z\n", null)
sentence('lib/graph/disk.ts', "import { readFileSync } from 'node:fs'\nexport const use = readFileSync\n", 'node in its files')
sentence('lib/storage/folder.ts', "import { readFileSync } from 'node:fs'\nexport const use = readFileSync\n", null)
sentence('lib/cli/disk.ts', "import { readFileSync } from 'node:fs'\nexport const use = readFileSync\n", null)
sentence('lib/graph/nowhere.ts', "export { nothing } from './not-there'\n", 'everything resolves')
sentence('components/ui/nowhere.ts', "export { nothing } from 'no-such-package-anywhere'\n", 'everything resolves')
sentence('lib/tensor/round.ts', "import type { Trip } from './trip'\nexport type Round = Trip | null\n", 'no cycles')
sentence('lib/nodes/odds/odds.ts', "import { door } from '../text/text'\nexport const use = door\n", 'node kinds are islands')
sentence('lib/nodes/odds/list.ts', "import { door } from '../index'\nexport const use = door\n", 'node kinds are islands')
sentence('lib/nodes/text/text.ts', "import { help } from './help'\nexport const door = help\n", null)
sentence('lib/nodes/text/help.ts', 'export const help = 1\n', null)
sentence('lib/nodes/index.ts', "export { door } from './text/text'\n", null)
sentence('lib/graph/helper.ts', "import { help } from '../../tests/helper'\nexport const use = help\n", 'tests stay outside')
sentence(
  'lib/graph/use.test.ts',
  "import { help } from '../../tests/helper'\nimport { it } from 'vitest'\nexport const use = { help, it }\n",
  null,
)
sentence('lib/graph/up.test.ts', "import { door } from '../nodes/door'\nexport const use = door\n", 'room lib/graph')
sentence('components/ui/dev.ts', "import { expect } from 'vitest'\nexport const use = expect\n", 'no undeclared packages')

describe('planted imports', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'vitrine-rooms-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    writeFileSync(path.join(folder, file), text)
  }
  for (const room of names) write(`${room}/door.ts`, 'export const door = 1\nexport type Door = number\n')
  write('tests/helper.ts', 'export const help = 1\n')
  write('lib/tensor/trip.ts', "import type { Round } from './round'\nexport type Trip = { round: Round }\n")
  write('package.json', readFileSync(path.join(root, 'package.json'), 'utf8'))
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction')
  for (const { file, text } of planted) write(file, text)
  const { summary } = await walk(folder)

  const found = (file: string) => summary.violations.filter(({ from }) => from === file).map(({ rule }) => rule.name)
  const wrong = (plants: typeof planted) =>
    plants.filter(({ file, rule }) => (rule === null ? found(file).length > 0 : !found(file).includes(rule))).map(({ file }) => file)

  it.each(names)('%s imports its rooms and no other', (room) => {
    const plants = planted.filter(({ file }) => file.startsWith(`${room}/to-`))
    expect(plants.length).toBeGreaterThanOrEqual(2 * (names.length - 1))
    expect(wrong(plants)).toEqual([])
  })
  it.each(planted.filter(({ file }) => !file.includes('/to-')))('$file: $rule', (plant) => {
    expect(wrong([plant]), `${plant.file} was refused for ${found(plant.file).join(', ') || 'nothing'}`).toEqual([])
  })
})
