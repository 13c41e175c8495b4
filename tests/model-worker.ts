/* A worker as the page has one, in a thread of Node: the real evaluator with the embedded model, behind the messages of a page's worker. */
import { parentPort } from 'node:worker_threads'
import { headlessEvaluator, modelsOf } from '../lib/session/node'
import { hostEvaluator } from '../lib/session/worker-host'

const hear = hostEvaluator(headlessEvaluator(modelsOf(process.cwd())), (message) => parentPort!.postMessage(message))
parentPort!.on('message', hear)
