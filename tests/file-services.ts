/* The two `files` services, for tests of kinds that read files. */
export { folderFiles } from '../lib/session/folder-files'
export { noFiles } from '../lib/session/no-files'
