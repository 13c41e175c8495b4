// Loaded before a measured program: its last line says how much memory the process took at most.
import { writeSync } from 'node:fs'

process.on('exit', () => writeSync(1, `${JSON.stringify({ process: process.resourceUsage().maxRSS * 1024 })}\n`))
