/*
 * Parts of files by HTTP ranges. The first part tells the size, so that a head costs one request; a server that answers with the whole file
 * has its answer kept and cut here.
 */
import { EngineFailure } from '../types'

type Request = (file: string, headers?: Readonly<Record<string, string>>) => Promise<Response>
type ReadBody = (response: Response, file: string) => Promise<Uint8Array>

interface Known {
  readonly size: number
  /** From the file's beginning; the whole where the server knows no ranges. */
  readonly first: Uint8Array
}

const FIRST_PART = 2 ** 17

export class PartReader {
  private readonly known = new Map<string, Promise<Known>>()

  constructor(
    private readonly request: Request,
    private readonly readBody: ReadBody,
  ) {}

  async size(file: string): Promise<number> {
    return (await this.begin(file)).size
  }

  async read(file: string, start: number, end: number): Promise<Uint8Array> {
    const { first, size } = await this.begin(file)
    if (end <= first.length || first.length === size) return first.slice(start, end)
    const response = await this.request(file, { range: `bytes=${start}-${end - 1}` })
    const bytes = await this.readBody(response, file)
    if (response.status === 206) return bytes
    // The server changed its mind and sent everything.
    if (response.status === 200) return bytes.slice(start, end)
    throw new EngineFailure('unreadable-file', `${file} has no bytes from ${start} to ${end}: the server answers ${response.status}.`)
  }

  private begin(file: string): Promise<Known> {
    const known = this.known.get(file) ?? this.first(file)
    this.known.set(file, known)
    known.catch(() => this.known.delete(file))
    return known
  }

  private async first(file: string): Promise<Known> {
    const response = await this.request(file, { range: `bytes=0-${FIRST_PART - 1}` })
    // An empty file has no first byte to give.
    if (response.status === 416) return { size: 0, first: new Uint8Array(0) }
    const first = await this.readBody(response, file)
    if (response.status !== 206) return { size: first.length, first }
    const size = Number(/\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1])
    if (!Number.isSafeInteger(size)) throw new EngineFailure('unreadable-file', `The server does not say how large ${file} is.`)
    return { size, first }
  }
}
