/* What a question holds back of itself. */
import { expect, test } from 'vitest'
import type { AnyPanel } from '../../lib/viz/panels'
import { heldBack } from './bounded'

const asked = (right?: boolean): AnyPanel => ({
  panel: 'card',
  canPass: true,
  choices: [{ say: 'About half', ...(right === undefined ? {} : { right }) }, { say: 'Under 1 %' }],
})

test('options are held back until the question is answered or passed', () => {
  expect(heldBack([asked()])).toEqual(['options'])
  expect(heldBack([asked(false)])).toEqual([])
  expect(heldBack([])).toEqual([])
})
