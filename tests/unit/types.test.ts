/*
 * The compiler refuses what the runtime would only find out later. Files in tests/types mark each line that must not compile
 * with `// wrong: why`; the TypeScript API says which lines do not, and the two lists must be the same.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'

const folder = fileURLToPath(new URL('../types/', import.meta.url))
const names = ['right.ts', 'wrong-kinds.ts', 'wrong-uses.ts']

const program = ts.createProgram(
  names.map((name) => folder + name),
  {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    noEmit: true,
    types: ['node'],
  },
)

/** Line numbers, from 1. */
function refusedLines(name: string): number[] {
  const file = program.getSourceFile(folder + name)
  if (!file) throw new Error(`${name} is not part of the program`)
  const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
  return [...new Set(found.map((one) => file.getLineAndCharacterOfPosition(one.start ?? 0).line + 1))].sort((a, b) => a - b)
}

function markedLines(name: string): number[] {
  const lines = readFileSync(folder + name, 'utf8').split('\n')
  return lines.flatMap((line, at) => (line.includes('// wrong:') ? [at + 1] : []))
}

test('right uses compile', () => {
  expect(refusedLines('right.ts')).toEqual([])
})

test.each(['wrong-kinds.ts', 'wrong-uses.ts'])('every wrong line of %s is refused, and no other', (name) => {
  expect(markedLines(name).length).toBeGreaterThan(10)
  expect(refusedLines(name)).toEqual(markedLines(name))
})
