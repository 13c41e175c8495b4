/* A notebook from outside, as a file of text or a bundle. It opens still: what it holds runs when the viewer says so. */
import { shelf } from '../../lib/session/browser'

const NOTEBOOK = /\.(md|markdown|zip|vitrine)$/i
export const looksLikeNotebook = ({ name }: { readonly name: string }): boolean => NOTEBOOK.test(name)

/** Gives the id under which it stands on the shelf now. */
export async function openNotebookFile(file: File): Promise<string> {
  return (await shelf.openBytes(file.name, new Uint8Array(await file.arrayBuffer()))).id
}
