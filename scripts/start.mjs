// `npm start`: builds the pages when there are none or they are out of date, then serves them on 127.0.0.1 until Ctrl-C.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { root } from './root.mjs'

function readPort(text) {
  if (text === undefined || text === '') return 3000
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new Error(`PORT is “${text}”; it has to be a whole number from 1 to 65535.`)
  return port
}

function explain(error, port) {
  if (error.code === 'EADDRINUSE')
    return `Port ${port} is in use by another program. Stop that one, or set PORT to another number, for instance ${port + 1}.`
  if (error.code === 'EACCES') return `This account may not listen on port ${port}. Set PORT to a number above 1023.`
  return error.message
}

async function start(port) {
  if (!existsSync(path.join(root, 'node_modules', 'sirv')))
    throw new Error('The dependencies are not installed yet. Run npm install first.')
  const { serve } = await import('./server.mjs')
  const { outFolder, reasonToBuild } = await import('./fingerprint.mjs')
  const reason = reasonToBuild()
  if (reason !== null) {
    // A taken port is better learnt before the build than after it.
    await (await serve(path.join(root, 'public'), { port })).close()
    console.log(`${reason} Building them now, which takes a minute or less:`)
    const { build } = await import('./build.mjs')
    await build()
  }
  const server = await serve(outFolder, { port })
  console.log(`Vitrine is open at ${server.address} (Ctrl-C ends it).`)
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void server.close().then(() => process.exit(0)))
}

let port = 3000
try {
  port = readPort(process.env.PORT)
  await start(port)
} catch (error) {
  console.error(explain(error, port))
  process.exitCode = 1
}
