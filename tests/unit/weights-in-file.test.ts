/* In a real browser: weights of a file that was given, and of one kept in the private file system, stay there and are read again. */
import { build } from 'esbuild'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium } from 'playwright-core'
import { expect, test } from 'vitest'
import { findChromium, noBrowser } from '../../scripts/chromium.mjs'
import { primerGguf } from '../primer-gguf'

const executablePath = findChromium()
if (executablePath === undefined) console.log(`Skipped: weights that stay in a browser's files. ${noBrowser}`)

interface Opened {
  readonly digest: string
  readonly logits: readonly number[]
  readonly row: readonly number[]
  readonly placed: number
  readonly again: number
}

test.skipIf(executablePath === undefined)(
  'the same model, its matrices read as they are placed',
  async () => {
    const { outputFiles } = await build({
      entryPoints: ['tests/weights-in-file-worker.ts'],
      bundle: true,
      format: 'esm',
      write: false,
      external: ['onnxruntime-web/*'],
      logLevel: 'error',
    })
    const answers: Readonly<Record<string, readonly [type: string, body: string | Uint8Array]>> = {
      '/': ['text/html', '<!doctype html>'],
      '/worker.js': ['text/javascript', outputFiles[0]!.text],
      '/primer.gguf': ['application/octet-stream', primerGguf('Q8_0')],
    }
    const server = createServer((request, response) => {
      const [type, body] = answers[request.url!] ?? ['text/plain', '']
      response.setHeader('content-type', type).end(body)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
    try {
      const page = await browser.newPage()
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
      const found = await page.evaluate(
        () =>
          new Promise<Readonly<Record<'memory' | 'file' | 'kept', Opened>>>((resolve, reject) => {
            const worker = new Worker('/worker.js', { type: 'module' })
            worker.addEventListener('message', ({ data }) => resolve(data))
            worker.addEventListener('error', ({ message }) => reject(new Error(message)))
            worker.addEventListener('messageerror', () => reject(new Error('what came cannot be read')))
            worker.postMessage(`${location.origin}/primer.gguf`)
          }),
      )
      const { placed, again, ...numbers } = found.memory
      expect([placed, again]).toEqual([0, 0])
      for (const other of [found.file, found.kept]) {
        expect(other).toMatchObject(numbers)
        expect(other.placed).toBeGreaterThan(20)
        expect(other.again).toBe(1)
      }
    } finally {
      await browser.close()
      server.close()
    }
  },
  120_000,
)
