/* Chat templates: messages in, the one text that the model reads out. Jinja by @huggingface/jinja; limits and sentences are ours. */
import { Environment, Template } from '@huggingface/jinja'
import { EngineFailure, type ChatMessage, type ChatSettings } from '../types'
import { boundedRange, MAX_TEMPLATE } from './budget'
import { checkConversation, prepared, upToOpenEnd, withOpenEnd } from './conversation'
import { markOutput, PythonInterpreter } from './python-interpreter'
import { withFloats } from './python-json'
import { strftime } from './strftime'

export type { ChatMessage } from '../types'
export { contentText, notText } from './content'
export { parsePythonJson } from './python-json'

export interface ChatRequest extends ChatSettings {
  readonly messages: readonly ChatMessage[]
  readonly addGenerationPrompt?: boolean
}

class Raised extends Error {}

function parse(template: string): Template {
  if (template.length > MAX_TEMPLATE) {
    throw new EngineFailure('chat-template', `The chat template has ${template.length} characters; at most ${MAX_TEMPLATE} are read.`)
  }
  try {
    const parsed = new Template(template)
    markOutput(parsed.parsed)
    return parsed
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new EngineFailure(
      'chat-template',
      `The chat template cannot be read: ${reason}`,
      'Its Jinja goes beyond what is understood here; write the prompt by hand.',
    )
  }
}

function environment(request: ChatRequest, messages: readonly ChatMessage[]): Environment {
  const env = new Environment()
  const names = { true: true, false: false, none: null, True: true, False: false, None: null, range: boundedRange }
  for (const [name, value] of Object.entries(names)) env.set(name, value)
  env.set('raise_exception', (message: unknown) => {
    throw new Raised(String(message))
  })
  const { now } = request
  if (now) env.set('strftime_now', (format: string) => strftime(now, format))
  // Plain data only, copied: a template holds no object of ours.
  const data = JSON.parse(
    JSON.stringify({
      ...request.variables,
      messages,
      tools: request.tools ?? null,
      add_generation_prompt: request.addGenerationPrompt ?? false,
    }),
  ) as Record<string, unknown>
  for (const [name, value] of Object.entries(data)) withFloats(env.set(name, value))
  return env
}

/** The text of a conversation. Throws an EngineFailure whose sentence says what the template refuses or where it fails. */
export function renderChat(template: string, request: ChatRequest): string {
  const { addGenerationPrompt = false, continueFinalMessage = false } = request
  checkConversation(request.messages, addGenerationPrompt, continueFinalMessage)
  const messages = prepared(request.messages)
  if (!continueFinalMessage) return run(template, request, messages)
  const open = withOpenEnd(messages)
  return upToOpenEnd(run(template, request, open.messages), open.last)
}

function run(template: string, request: ChatRequest, messages: readonly ChatMessage[]): string {
  const { parsed } = parse(template)
  try {
    return String(new PythonInterpreter(environment(request, messages)).run(parsed).value)
  } catch (cause) {
    if (cause instanceof EngineFailure) throw cause
    if (cause instanceof Raised) throw new EngineFailure('chat-refused', `The chat template refuses these messages: ${cause.message}`)
    if (cause instanceof RangeError)
      throw new EngineFailure('chat-template-budget', 'The chat template was stopped: it calls itself too deeply.')
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new EngineFailure('chat-template', `The chat template fails on these messages: ${reason}`)
  }
}
