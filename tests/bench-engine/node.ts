/* In a Node process of its own: measures what its one argument says and prints it. */
import { measure, type Task } from './measure'

const task = JSON.parse(process.argv[2]!) as Task
globalThis.nativeOrt = { threads: task.threads, optimization: 'all' }
process.stdout.write(`${JSON.stringify(await measure(task))}\n`)
process.exit(0)
