/* Every error sentence of this room in one table: which node or port, expected what, got what, what to try. */
import { refText, type Ref } from './graph'
import { NodeFailure } from './states'

/** `a, b and c`. */
export function listed(words: readonly string[], last = 'and'): string {
  if (words.length < 2) return words[0] ?? ''
  return `${words.slice(0, -1).join(', ')} ${last} ${words[words.length - 1]}`
}

/** `a Table`, `an Edit`; types named in the plural stand alone: `Logits`. */
const article = (word: string): string => (word.endsWith('s') ? word : /^[aeiou]/i.test(word) ? `an ${word}` : `a ${word}`)
const couldBe = (near: readonly string[]): string | undefined => (near.length > 0 ? `Close to it: ${listed(near, 'or')}.` : undefined)

const seconds = (ms: number): string => `${ms < 9950 ? Math.round(ms / 100) / 10 : Math.round(ms / 1000)} s`

const shortened = (path: readonly string[]): readonly string[] =>
  path.length <= 9 ? path : [...path.slice(0, 4), `${path.length - 8} more`, ...path.slice(-4)]

const failure = (code: string, message: string, port?: string, hint?: string): NodeFailure =>
  new NodeFailure(code, message, { ...(port === undefined ? {} : { port }), ...(hint === undefined ? {} : { hint }) })

export const sentences = {
  unknownKind: (node: string, kind: string) =>
    failure(
      'unknown-kind',
      `${node} is of kind ${kind}, which this version does not know.`,
      undefined,
      'Its text in the file is kept as it is.',
    ),
  cycle: (path: readonly string[]) =>
    failure(
      'cycle',
      path.length === 2
        ? `${path[0]} feeds itself.`
        : `${listed(shortened(path.slice(0, -1)))} feed each other: ${shortened(path).join(' → ')}.`,
      undefined,
      'Cut one of these wires.',
    ),
  noNode: (node: string, port: string, from: string, wire: string, near: readonly string[]) =>
    failure('wire-to-nowhere', `${node}.${port} is wired to ${wire}, but there is no node ${from}.`, port, couldBe(near)),
  noOutput: (node: string, port: string, wire: string, outputs: readonly string[]) =>
    failure('wire-to-nowhere', `${node}.${port} is wired to ${wire}, which does not exist.`, port, `Its outputs: ${listed(outputs)}.`),
  noInput: (node: string, port: string, inputs: readonly string[]) =>
    failure(
      'unknown-port',
      `${node} has no input ${port}.`,
      port,
      inputs.length > 0 ? `Its inputs: ${listed(inputs)}.` : 'It takes no wires.',
    ),
  tooManyWires: (node: string, port: string, count: number) =>
    failure('too-many-wires', `${node}.${port} takes one wire, got ${count}.`, port, 'Keep one of them.'),
  missingInput: (node: string, port: string, type: string) =>
    failure('missing-input', `${node} needs ${port}, ${article(type)}.`, port, 'Wire it.'),
  wrongType: (node: string, port: string, expected: string, got: string) =>
    failure('wrong-type', `${node}.${port} takes ${article(expected)}, got ${article(got)}.`, port),
  wrongValue: (node: string, port: string, problem: string) => failure('wrong-value', `${node}.${port}: ${problem}.`, port),
  notBoxed: (node: string, port: string) =>
    failure('wrong-value', `${node}.${port} takes any type: expected a value with its type, { type, value }.`, port),
  lacksAbility: (node: string, port: string, missing: readonly string[], has: readonly string[]) =>
    failure(
      'lacks-ability',
      `${node}.${port} needs ${listed(missing)}; what is wired here offers ${has.length > 0 ? `only ${listed(has)}` : 'nothing of the kind'}.`,
      port,
    ),
  badParams: (problems: readonly string[], port?: string) => failure('bad-param', problems.join(' '), port),
  unknownParam: (node: string, param: string, near: readonly string[]) =>
    failure('unknown-param', `${node} has no param ${param}.`, param, couldBe(near)),
  noParamValue: (node: string, param: string, wire: string, type: string) =>
    failure(
      'wrong-type',
      `${node}.${param} is wired to ${wire}, ${article(type)}, which cannot set a param.`,
      param,
      'Numbers, text and data can.',
    ),
  missingOutput: (node: string, port: string) => failure('bad-output', `${node} returned no ${port}, which is one of its outputs.`, port),
  extraOutput: (node: string, port: string) => failure('bad-output', `${node} returned ${port}, which is none of its outputs.`, port),
  wrongOutput: (node: string, port: string, problem: string) =>
    failure('bad-output', `${node} made a wrong ${port}: ${problem}.`, port, 'This is a fault of the kind, not of the notebook.'),
  missingService: (node: string, service: string) =>
    failure('missing-service', `${node} asks for the service ${service}, which is not there.`),
  undeclaredRandom: (node: string) =>
    failure('undeclared-random', `${node} draws at random without saying so.`, undefined, 'The kind must declare random: true.'),
  notAnError: (node: string, thrown: string) => failure('internal', `${node} failed: ${thrown}.`),
  asksFirst: (asks: readonly string[]) => `asks first: it ${listed(asks)}`,
  manual: 'runs when asked',
  takesLong: (ms: number) => `takes about ${seconds(ms)}, so it runs when asked`,
  waitsFor: (node: string) => `waits for ${node}`,
  notKept: 'what was kept of it is not whole',
  triesAgain: (waitMs: number, next: number, times: number) => `failed; try ${next} of ${times} in ${seconds(waitMs)}`,
  noSuchOutputFor: (node: string, what: string, port: string, outputs: readonly string[]) =>
    failure('unknown-port', `${node} has a ${what} for ${port}, which is none of its outputs.`, port, `Its outputs: ${listed(outputs)}.`),
  notWritable: (node: string, port: string, what: string, type: string) =>
    failure(
      'wrong-type',
      `${node}.${port} is ${article(type)}, which cannot be written in a file as its ${what}.`,
      port,
      what === 'pin' ? 'Freeze the node instead.' : 'Text, numbers, data and tables can.',
    ),
  badInstead: (node: string, port: string, what: string, problem: string) =>
    failure('wrong-value', `The ${what} of ${node}.${port}: ${problem}.`, port),
  unmade: (wire: string) => `needs ${wire}, which was not made`,
  needs: (ports: readonly string[]) => `needs ${listed(ports)}`,
}

/** Why a wire is refused while it is dragged. */
export const refusals = {
  typesDiffer: (to: Ref, takes: string, from: Ref, is: string, converter?: string) =>
    `${to.port} takes ${article(takes)}; ${from.port} is ${is}.${converter === undefined ? '' : ` ${converter} turns one into the other.`}`,
  notForParams: (to: Ref, from: Ref, is: string) => `${to.port} is a param, set by a number, text or data; ${from.port} is ${is}.`,
  closesCycle: (path: readonly string[]) =>
    path.length === 1
      ? `${path[0]} cannot feed itself.`
      : `${path[0]} already feeds ${path[path.length - 1]}${path.length > 2 ? `: ${shortened(path).join(' → ')}` : ''}. A wire back would close a circle.`,
  outOfRegion: (from: Ref, region: string) =>
    `${from.node} is computed in every iteration of ${region}; outside there is what ${region} keeps. Add ${refText(from)} to its keep.`,
  noSuchOutput: (node: string, port: string) => `${node} has no output ${port}.`,
  noSuchInput: (node: string, port: string) => `${node} has no input or param ${port}.`,
  unknownNode: (node: string) => `The kind of ${node} is not known, so nothing can be wired to it.`,
  alreadyThere: (from: Ref, to: Ref) => `${refText(from)} already feeds ${refText(to)}.`,
}
