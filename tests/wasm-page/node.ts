/* In a Node process of its own: measures what its one argument says and writes it to a file. */
import { writeFileSync } from 'node:fs'
import { measure, type Task } from './measure'

const { file, ...task } = JSON.parse(process.argv[2]!) as Task & { readonly file: string }
writeFileSync(file, JSON.stringify(await measure(task)))
process.exit(0)
