// The text files of the project as a clone holds them: no generated folders, no installed packages, nothing binary.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export const root = process.cwd()
const generated = [
  'node_modules',
  '.git',
  '.next',
  'out',
  'dist',
  'shots',
  '.vitrine',
  'public/ort',
  'public/notebooks',
  'public/help',
  'next-env.d.ts',
]
const textual = /(^|\/)(\.[a-z]+(rc)?|\.ci\/run|LICENSE|NOTICE)$|\.(ts|tsx|mts|mjs|cjs|js|json|css|md|yml|html|svg|sh)$/

/** Paths from the project's folder, with `/` on every system. */
export function textFiles(folder = ''): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (generated.includes(name) || entry.name === 'node_modules') return []
    if (entry.isDirectory()) return textFiles(name)
    return textual.test(name) ? [name] : []
  })
}

export const readText = (name: string): string => readFileSync(path.join(root, name), 'utf8')
