/* Files by path: only those below the notebook's folder, and a sentence for everything else. */
import { mkdtemp, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { runNode } from '../graph/run-node'
import { load } from '../nodes/load/load'
import { folderFiles } from './folder-files'
import { noFiles } from './no-files'

const opened = (files: string[], from = noFiles) => runNode(load, { inputs: {}, params: { files }, services: { files: from } })

test('files of the notebook’s folder are opened and no others', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'vitrine-load-'))
  const outside = await mkdtemp(path.join(tmpdir(), 'vitrine-outside-'))
  await writeFile(path.join(folder, 'pets.txt'), 'Tom has a fox.')
  await writeFile(path.join(folder, 'bytes.txt'), Uint8Array.of(0xff, 0xfe, 0, 1))
  await writeFile(path.join(outside, 'secret.txt'), 'hidden')
  await symlink(path.join(outside, 'secret.txt'), path.join(folder, 'link.txt'))
  const away = path.join(outside, 'secret.txt')
  const { documents } = await opened(
    ['pets.txt', away, `../${path.basename(outside)}/secret.txt`, 'link.txt', 'bytes.txt', 'none.txt', '.'],
    folderFiles(folder),
  )
  expect(documents.items.map(({ text }) => text)).toEqual(['Tom has a fox.'])
  expect(documents.problems).toEqual([
    `${away} lies outside the notebook’s folder; only files in it are opened.`,
    `../${path.basename(outside)}/secret.txt lies outside the notebook’s folder; only files in it are opened.`,
    'link.txt lies outside the notebook’s folder; only files in it are opened.',
    'bytes.txt holds binary bytes, not text in UTF-8.',
    'none.txt is not in the notebook’s folder.',
    '. lies outside the notebook’s folder; only files in it are opened.',
  ])
})

test('without a folder nothing is', async () => {
  expect((await opened(['pets.txt'])).documents.problems).toEqual([
    'pets.txt cannot be opened: here the notebook lies in no folder. Drop the file on the node.',
  ])
})
