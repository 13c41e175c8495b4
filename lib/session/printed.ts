/* Large values that come from the worker as text, behind their views. They are read when somebody asks: most never are. */
import type { Json } from '../graph/json'
import type { FromWorker } from './messages'
import type { OutputView } from './types'

interface Entry {
  readonly hash: string | undefined
  readonly text: string
  json?: Json
}

export class Printed {
  private readonly entries = new Map<string, Entry>()

  take({ id, port, hash, text }: Extract<FromWorker, { say: 'printed' }>): void {
    this.entries.set(`${id}.${port}`, { hash, text })
  }

  /** The output with a `json` that is null until its text has come. */
  output(id: string, port: string, rest: Omit<OutputView, 'json'>): OutputView {
    const read = (): Json => {
      const entry = this.entries.get(`${id}.${port}`)
      if (entry === undefined || entry.hash !== rest.hash) return null
      return (entry.json ??= JSON.parse(entry.text) as Json)
    }
    return {
      ...rest,
      get json() {
        return read()
      },
    }
  }
}
