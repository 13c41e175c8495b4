/* In a worker of a page: measures what it is told to and answers. */
import { measure, type Task } from './measure'

addEventListener('message', ({ data }: MessageEvent<Task>) => {
  measure(data).then(
    (measured) => postMessage({ measured }),
    (cause: unknown) => postMessage({ failed: cause instanceof Error ? cause.message : String(cause) }),
  )
})
