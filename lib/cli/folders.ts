/* Where things lie on this machine: the project, its models, files named on the command line. */
import { existsSync, statSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { refused, type Surroundings } from './command'

/** The folder of the project's package.json, above the bundle as above the source. */
export function projectFolder(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url))
  while (!existsSync(path.join(folder, 'package.json'))) {
    const above = path.dirname(folder)
    if (above === folder) throw refused('The project’s own folder is not found above the command line’s file.')
    folder = above
  }
  return folder
}

export const modelsFolder = (): string => path.join(projectFolder(), 'public', 'models')

export const isFolder = (place: string): boolean => statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false
export const isFile = (place: string): boolean => statSync(place, { throwIfNoEntry: false })?.isFile() ?? false

/** A file's bytes, or a sentence and exit code 2. */
export async function readBytes(around: Surroundings, file: string): Promise<Uint8Array> {
  try {
    return await readFile(path.resolve(around.folder, file))
  } catch (cause) {
    throw refused(`${file} cannot be read: ${reasonOf(cause)}.`)
  }
}

export async function readText(around: Surroundings, file: string): Promise<string> {
  return new TextDecoder().decode(await readBytes(around, file))
}

export async function readJson(around: Surroundings, file: string): Promise<unknown> {
  const text = await readText(around, file)
  return parseJson(text, file)
}

export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw refused(`${what} is not JSON: ${cause instanceof Error ? cause.message : String(cause)}.`)
  }
}

export async function writeBytes(around: Surroundings, file: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(path.resolve(around.folder, file), bytes)
  } catch (cause) {
    throw refused(`${file} cannot be written: ${reasonOf(cause)}.`)
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder',
  EACCES: 'this account may not',
  EPERM: 'this account may not',
  ENOSPC: 'the disk is full',
}

function reasonOf(cause: unknown): string {
  const { code } = cause as { code?: unknown }
  return (typeof code === 'string' && REASONS[code]) || (cause instanceof Error ? cause.message : String(cause))
}

export const exists = (around: Surroundings, file: string): boolean => isFile(path.resolve(around.folder, file))
