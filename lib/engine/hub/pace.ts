/* How fast bytes come in, over the last seconds, and how long the rest will take. */
import { megabytes, shareOfBytes } from '../sentences'
import type { HubProgress } from './types'

const WINDOW_MS = 10_000

export class Pace {
  private samples: { readonly at: number; readonly done: number }[] = []

  constructor(private readonly total: number) {}

  /** What was here already says nothing of the speed. */
  from(done: number, now: number): void {
    this.samples = [{ at: now, done }]
  }

  at(file: string, done: number, now: number): HubProgress {
    this.samples.push({ at: now, done })
    while (this.samples.length > 2 && now - this.samples[0]!.at > WINDOW_MS) this.samples.shift()
    const first = this.samples[0]!
    const seconds = (now - first.at) / 1000
    const bytesPerSecond = seconds > 0 ? (done - first.done) / seconds : 0
    const secondsLeft = bytesPerSecond > 0 ? (this.total - done) / bytesPerSecond : null
    return { file, done, total: this.total, bytesPerSecond, secondsLeft }
  }
}

/** `12.3 of 98.4 MB, 2.1 MB/s, 41 s left`. */
export function progressWords({ done, total, bytesPerSecond, secondsLeft }: HubProgress): string {
  const speed = bytesPerSecond > 0 ? `, ${megabytes(Math.round(bytesPerSecond))}/s` : ''
  return `${shareOfBytes(done, total)}${speed}${secondsLeft === null ? '' : `, ${duration(secondsLeft)} left`}`
}

function duration(seconds: number): string {
  if (seconds < 100) return `${Math.ceil(seconds)} s`
  return seconds < 6000 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}
