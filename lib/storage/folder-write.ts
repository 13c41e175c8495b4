/* Files written so that a reader, and a crash, meet the old bytes or the new ones. Node only. */
import { randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'

export const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** Writes a file so that a reader sees the old bytes or the new ones, and a crash leaves one of them. */
export async function writeAtomically(file: string, data: string | Uint8Array): Promise<void> {
  const temporary = `${file}.${randomUUID()}.tmp`
  const handle = await open(temporary, 'wx')
  try {
    await handle.writeFile(data)
    await handle.sync()
  } finally {
    await handle.close()
  }
  try {
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}
