/* The `files` service where a notebook has no folder: in the page its files lie in the notebook itself. */
import { NodeFailure } from '../graph/states'
import type { FileService } from '../values/services'

export const noFiles: FileService = {
  read: (path) =>
    Promise.reject(
      new NodeFailure('no-folder', `${path} cannot be opened: here the notebook lies in no folder.`, {
        hint: 'Drop the file on the node.',
      }),
    ),
}
