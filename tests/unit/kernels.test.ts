/* The kernels that are kept in the tree are those that their sources give. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { kernelBytes } from '../../scripts/build-kernels.mjs'

test('the kernels in the tree are what their sources give, byte for byte', { timeout: 120_000 }, async () => {
  expect(await kernelBytes()).toBe(readFileSync('lib/engine/backends/wasm/kernel-bytes.ts', 'utf8'))
})
