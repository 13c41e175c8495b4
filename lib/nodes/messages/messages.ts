/* Texts become the turns of a conversation: what the user says and what was answered, in the order of the wires. */
import { defineNode } from '../../graph/define-node'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import { Messages, plural, Text, type Turn } from '../../values'
import { show } from '../../viz/show'

export const messages = defineNode({
  kind: 'messages',
  version: 1,
  title: 'Conversation',
  summary: 'Texts become the turns of a conversation.',
  icon: 'messages-square',
  group: 'Text and prompts',
  tags: ['chat', 'turns', 'roles', 'system', 'user', 'assistant', 'dialogue'],
  inputs: {
    user: Text.input('what is said, turn by turn; the order of wires is the order of turns').many(),
    answers: Text.input('what was answered, one after each of them').many(),
    system: Text.input('what stands above all turns').optional(),
    history: Messages.input('the turns before').optional(),
  },
  outputs: { messages: Messages.output('the turns in order, each with its role') },
  params: z.object({
    first: z.enum(['user', 'assistant']).default('user').meta({ description: 'Who speaks first among the wired texts.' }),
  }),
  size: { width: 232, body: 192 },
  example:
    'rule: text@1\n  value: Answer in one word.\nasked: text@1\n  value: What pet does Tom have?\nanswered: text@1\n  value: A fox.\nthen: text@1\n  value: And Mia?\ntalk: messages@1\n  user: [asked.text, then.text]\n  answers: answered.text\n  system: rule.text\n',
  exampleNode: 'talk',
  compute({ user, answers, system, history }, { first }) {
    const wired = interleaved(user, answers, first)
    const before = history?.turns ?? []
    const turns = [...(system === undefined ? [] : [{ role: 'system', text: system }]), ...before, ...wired]
    if (turns.length === 0) throw new NodeFailure('empty', 'needs something said', { port: 'user' })
    return { messages: { turns } }
  },
  view: ({ out }) => (out.messages ? [show.conversation(out.messages)] : []),
  foot: ({ out }) => (out.messages ? { left: plural(out.messages.turns.length, 'turn') } : {}),
  empty: 'A conversation, turn by turn. Wire what the user says, and what was answered.',
})

function interleaved(user: readonly string[], answers: readonly string[], first: 'user' | 'assistant'): Turn[] {
  const said = user.map((text): Turn => ({ role: 'user', text }))
  const answered = answers.map((text): Turn => ({ role: 'assistant', text }))
  const [one, other] = first === 'user' ? [said, answered] : [answered, said]
  const turns: Turn[] = []
  for (let place = 0; place < Math.max(one.length, other.length); place++) {
    turns.push(...one.slice(place, place + 1), ...other.slice(place, place + 1))
  }
  return turns
}
