/* What models of each kind can be asked for. */
import { expect, test } from 'vitest'
import { abilitiesOf } from './abilities'
import { folderSource } from './files/folder'
import { openModel } from './open-model'

const of = async (folder: string, template: string | null = null) =>
  abilitiesOf((await openModel(folderSource(`tests/oracles/${folder}`), { backend: 'reference' })).spec, template)

test('abilities follow the head', async () => {
  expect(await of('architectures/olmo2-plain')).toEqual(['weights', 'inside', 'logits', 'text', 'logprobs', 'embed'])
  expect(await of('architectures/olmo2-plain', '{{ messages }}')).toContain('chat')
  expect(await of('architectures/roberta-mlm')).toEqual(['weights', 'inside', 'embed', 'logits'])
  expect(await of('goldens/bert-cross-encoder')).toEqual(['weights', 'inside', 'embed', 'rank'])
  expect(await of('architectures/mpnet-edits')).toEqual(['weights', 'inside', 'embed'])
  expect(await of('architectures/xlm-roberta-classes')).toEqual(['weights', 'inside', 'embed'])
})
