// llama.cpp as wasm in a page: runs there, with the package and the model file served beside it.

export async function runWllama({ program, model, threads, tokens, repeats }) {
  const { Wllama } = await import(`${program}/index.js`)
  // What fails inside is written to the log; what is thrown then says nothing of it.
  const said = []
  const logger = { debug() {}, log() {}, warn() {}, error: (...words) => said.push(words.join(' ')) }
  const engine = new Wllama({ default: `${program}/wasm/wllama.wasm` }, { logger })
  const file = await (await fetch(model)).blob()
  await engine.loadModel([file], { n_ctx: 512, n_threads: threads, n_batch: 128 })
  const prefills = []
  const rates = []
  for (let round = 0; round <= repeats; round++) {
    // Each byte is a token; another beginning each time, so that nothing of it is kept from the round before.
    const prompt = Array.from({ length: 128 }, (_, i) => String.fromCharCode(33 + ((i * 31 + round * 7) % 90))).join('')
    const { timings } = await engine
      .createCompletion({ prompt, max_tokens: tokens, temperature: 0, ignore_eos: true })
      .catch(({ message }) => {
        throw new Error(said[0] ?? message)
      })
    if (round === 0) continue
    prefills.push((timings.prompt_ms / timings.prompt_n) * 128)
    rates.push(timings.predicted_per_second)
  }
  const middle = (values) => values.sort((a, b) => a - b)[values.length >> 1]
  await engine.exit()
  return { prefillMs: middle(prefills), tokensPerSecond: middle(rates) }
}
