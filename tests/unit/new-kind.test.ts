/* Adding a kind touches one folder and one line: scaffolded in a copy of the project, type-checked, tested and run there. */
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const run = promisify(execFile)
const project = process.cwd()
const NAME = 'say-twice'
let copy = ''

beforeAll(async () => {
  copy = await mkdtemp(path.join(tmpdir(), 'vitrine-new-kind-'))
  for (const name of ['lib', 'scripts', 'package.json', 'package-lock.json', 'tsconfig.json', 'vitest.config.mts'])
    await cp(path.join(project, name), path.join(copy, name), { recursive: true })
  await mkdir(path.join(copy, 'tests'))
  await symlink(path.join(project, 'node_modules'), path.join(copy, 'node_modules'), 'junction')
})
afterAll(() => rm(copy, { recursive: true, force: true }))

const node = (file: string, ...args: string[]) => run(process.execPath, [path.join(copy, file), ...args], { cwd: copy })

/** Every file below lib with its text. */
async function filesOf(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
  return new Map(await Promise.all(files.map(async (file) => [path.relative(folder, file), await readFile(file, 'utf8')] as const)))
}

describe('vitrine new kind', () => {
  it('touches one folder and one line, and what it made type-checks, passes its test and runs', async () => {
    const before = await filesOf(path.join(copy, 'lib'))
    const { stdout } = await node('scripts/vitrine.mjs', 'new', 'kind', NAME)
    expect(stdout.split('\n')).toContain(`lib/nodes/${NAME}/${NAME}.ts`)
    const after = await filesOf(path.join(copy, 'lib'))

    const made = [...after.keys()].filter((file) => !before.has(file)).sort()
    expect(made).toEqual(
      [`${NAME}.golden.json`, `${NAME}.md`, `${NAME}.test.ts`, `${NAME}.ts`].map((file) => path.join('nodes', NAME, file)),
    )
    const changed = [...before.keys()].filter((file) => before.get(file) !== after.get(file))
    expect(changed).toEqual([path.join('nodes', 'list.ts')])
    const lines = (text = '') => text.split('\n')
    const listFile = changed[0] ?? ''
    const added = lines(after.get(listFile)).filter((line) => !lines(before.get(listFile)).includes(line))
    expect(added).toEqual([`export { sayTwice } from './${NAME}/${NAME}'`])
    expect(lines(after.get(listFile))).toHaveLength(lines(before.get(listFile)).length + 1)

    await writeFile(
      path.join(copy, 'tsconfig.kind.json'),
      JSON.stringify({
        extends: './tsconfig.json',
        compilerOptions: { incremental: false, plugins: [] },
        include: [],
        files: ['lib/nodes/index.ts', `lib/nodes/${NAME}/${NAME}.test.ts`],
      }),
    )
    await node('node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.kind.json').catch((error: { stdout?: string }) => {
      throw new Error(`It does not type-check:\n${error.stdout}`)
    })
    await node('node_modules/vitest/vitest.mjs', 'run', `lib/nodes/${NAME}`)

    const notebook = `---\nvitrine: 1\ntitle: x\n---\n\n\`\`\`graph g\nword: text@1\n  value: la\nshown: ${NAME}@1\n  text: word.text\n  times: 3\nclaim: assert@1\n  of: shown.text\n  than: la la la\n\`\`\`\n`
    await writeFile(path.join(copy, 'x.md'), notebook)
    const { stdout: json } = await node('scripts/vitrine.mjs', 'run', 'x.md', '--format', 'json')
    const results = JSON.parse(json)
    expect(results.nodes.shown).toMatchObject({ kind: `${NAME}@1`, state: 'fresh', outputs: { text: { type: 'Text', value: 'la la la' } } })
    expect(results.assertions).toEqual({ passed: 1, failed: 0 })
  }, 240_000)

  it('refuses what is there already, and what is no name', async () => {
    for (const name of ['text', 'Text', 'a_b', 'constructor', '../x', ''])
      await expect(node('scripts/vitrine.mjs', 'new', 'kind', name)).rejects.toMatchObject({ code: 2 })
  }, 120_000)
})
