// `npm run dev`: Next's development server with the same assets and isolation headers (without the policy: its reloading needs eval).
import { createRequire } from 'node:module'
import { prepareAssets } from './assets.mjs'
import { runNode } from './run-node.mjs'

await prepareAssets()
const next = createRequire(import.meta.url).resolve('next/dist/bin/next')
const { code } = await runNode([next, 'dev', '--hostname', '127.0.0.1', '--port', process.env.PORT ?? '3000'], { show: true })
process.exitCode = code
