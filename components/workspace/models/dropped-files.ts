/* The files of a drop, folders walked through; each file keeps its path below the folder it came in. */

/** More files than this are no model. */
const MOST_FILES = 500

/** Reads the handles at once: a drop forgets them when its event is over. */
export async function filesOf(drop: DataTransfer): Promise<readonly File[]> {
  const entries = Array.from(drop.items).flatMap((item) => item.webkitGetAsEntry() ?? [])
  if (!entries.some(({ isDirectory }) => isDirectory)) return Array.from(drop.files)
  const found: File[] = []
  for (const entry of entries) await walk(entry, found)
  return found
}

async function walk(entry: FileSystemEntry, found: File[]): Promise<void> {
  if (found.length >= MOST_FILES) return
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
    // Set as a chosen folder would have it; a dropped file comes without.
    Object.defineProperty(file, 'webkitRelativePath', { value: entry.fullPath.replace(/^\//, '') })
    found.push(file)
    return
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return
    for (const each of some) if (!each.name.startsWith('.')) await walk(each, found)
  }
}
