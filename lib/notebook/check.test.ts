import { expect, test } from 'vitest'
import { checkNotebook } from './check'
import { parseNotebook } from './parse'
import { testKinds } from './testing'

const lesson = (prose: string, front = 'lesson: {room: fundamentals}\n') =>
  checkNotebook(parseNotebook(`---\nvitrine: 1\ntitle: x\n${front}---\n\n${prose}\n`, testKinds))

test.each([
  ['Lily falls to 0.3 at once.', '7:15'],
  ['Under 1 % is left.', '7:7'],
  ['Nearly 99% of it.', '7:8'],
  ['one\n\nIt is 12.5.', '9:7'],
])('a typed figure is told: %s', (prose, place) => {
  const problems = lesson(prose)
  expect(problems.map((problem) => `${problem.line}:${problem.column} ${problem.code}`)).toEqual([`${place} typed-number`])
})
test.each([
  'The answer is 4,096 numbers, 12 heads and 6 layers.',
  'Read 1706.03762 and arXiv:2305.07759v2.',
  'The root is $\\sqrt{0.5}$ and `0.5` in code.',
  '```js\n0.5\n```',
  'At [a page](https://example.org/1.5/) or https://example.org/2.5.',
  'Version 1.2.3 says so.',
  'Temperature 0.7, then top-p 0.9 and a penalty of 1.1.',
])('what is not measured stays: %s', (prose) => {
  expect(lesson(prose)).toEqual([])
})
test('outside lessons figures may be typed', () => {
  expect(lesson('It is 0.3.', '')).toEqual([])
})
