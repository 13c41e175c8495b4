/* Uses that must not compile: one fault on each line that ends in `wrong:`, said there. */
import { runNode } from '../../lib/graph/run-node'
import { Weights, services, weigh } from './right'

export async function uses(): Promise<void> {
  const whole = { word: 'a', more: [] }
  await runNode(weigh, { inputs: { more: [] }, params: {}, services }) // wrong: word is missing
  await runNode(weigh, { inputs: { word: 3, more: [] }, params: {}, services }) // wrong: a number at a port of words
  await runNode(weigh, { inputs: { word: new Float32Array(1), more: [] }, params: {}, services }) // wrong: weights at a port of words
  await runNode(weigh, { inputs: { word: 'a', more: 'b' }, params: {}, services }) // wrong: one value where several are taken
  await runNode(weigh, { inputs: { word: 'a', again: 1, more: [] }, params: {}, services }) // wrong: an optional port has a type too
  await runNode(weigh, { inputs: whole, params: { scales: 2 }, services }) // wrong: the param is scale
  await runNode(weigh, { inputs: whole, params: { scale: 'x' }, services }) // wrong: scale is a number
  await runNode(weigh, { inputs: whole, params: { how: 'quiet' }, services }) // wrong: no such choice
  await runNode(weigh, { inputs: whole, params: {} }) // wrong: clockwork must be given
  const made = await runNode(weigh, { inputs: whole, params: {}, services })
  const word: number = made.word // wrong: word is a string
  const size = made.size // wrong: there is no output size
  const port: string = Weights.output('letters').value // wrong: a port of weights holds weights
  void [word, size, port]
}
