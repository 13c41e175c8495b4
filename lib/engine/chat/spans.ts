/*
 * Who owns what in a rendered conversation. The text of each message is marked at both ends with characters that no text holds, rendered, and found
 * again; where that comes to another text than without marks (a template that looks into its messages), the turns are told apart by rendering one
 * more of them at a time.
 */
import type { ChatMessage, ChatSpan, ChatSpans } from '../types'
import { renderChat, type ChatRequest } from './index'

/** Noncharacters: never assigned, and no white space that a template would trim away. */
const OPEN = '\ufdd0'
const CLOSE = '\ufdd1'

const isText = (part: unknown): part is { text: string } =>
  typeof part === 'object' && part !== null && typeof (part as { text?: unknown }).text === 'string'

/** White space at the ends stays outside the marks: templates trim it, and may only see it there. */
function marked(text: string): string {
  const bare = text.trim()
  if (bare === '') return text
  const at = text.indexOf(bare)
  return text.slice(0, at) + OPEN + bare + CLOSE + text.slice(at + bare.length)
}

function markedMessage(message: ChatMessage): ChatMessage {
  const { content } = message
  if (typeof content === 'string') return { ...message, content: marked(content) }
  if (!Array.isArray(content)) return message
  return { ...message, content: content.map((part: unknown) => (isText(part) ? { ...part, text: marked(part.text) } : part)) }
}

interface Content {
  readonly from: number
  readonly to: number
  readonly message: number
}

const marksOf = ({ content }: ChatMessage): number => {
  if (typeof content === 'string') return content.trim() === '' ? 0 : 1
  return Array.isArray(content) ? content.filter((part) => isText(part) && part.text.trim() !== '').length : 0
}

/** Contents by their marks, or null where marks changed what is rendered. */
function byMarks(template: string, request: ChatRequest, text: string): Content[] | null {
  let rendered: string
  try {
    rendered = renderChat(template, { ...request, messages: request.messages.map(markedMessage) })
  } catch {
    return null
  }
  const owners = request.messages.flatMap((message, i) => Array.from({ length: marksOf(message) }, () => i))
  const out: Content[] = []
  let plain = ''
  let from = -1
  for (const part of rendered.split(/([\ufdd0\ufdd1])/)) {
    if (part === OPEN) from = plain.length
    else if (part === CLOSE) out.push({ from, to: plain.length, message: owners[out.length] ?? -1 })
    else plain += part
  }
  const whole = plain === text && out.length === owners.length && out.every(({ from: start }, i) => start >= (out[i - 1]?.to ?? 0))
  return whole ? out : null
}

/** Where each turn ends, by rendering one more at a time; null where a turn changes what stands before it. */
function turnEnds(template: string, request: ChatRequest, text: string): number[] | null {
  const ends: number[] = []
  for (let count = 1; count <= request.messages.length; count++) {
    const some = { ...request, messages: request.messages.slice(0, count), addGenerationPrompt: false, continueFinalMessage: false }
    try {
      const rendered = renderChat(template, some)
      if (count < request.messages.length && !text.startsWith(rendered)) return null
      ends.push(Math.min(rendered.length, text.length))
    } catch {
      return null
    }
  }
  return ends
}

/** Of contents alone: a turn ends behind its frame, which is taken to end with the next line or where the next turn begins. */
function endsFromContents(contents: readonly Content[], count: number, text: string): number[] {
  return Array.from({ length: count }, (_, message) => {
    const last = contents.findLast((content) => content.message === message)
    const next = contents.find((content) => content.message > message)
    if (!last) return next ? next.from : text.length
    const line = text.indexOf('\n', last.to)
    return Math.min(next?.from ?? text.length, line < 0 ? text.length : line + 1)
  })
}

/** Contents by their words, in order, for templates that follow marks in no other way. */
function byWords(messages: readonly ChatMessage[], text: string): Content[] {
  const out: Content[] = []
  let at = 0
  messages.forEach(({ content }, message) => {
    const words = typeof content === 'string' ? content.trim() : ''
    const from = words === '' ? -1 : text.indexOf(words, at)
    if (from < 0) return
    at = from + words.length
    out.push({ from, to: at, message })
  })
  return out
}

/**
 * How long what the template puts before the first turn is: a system text of its own, tools. The frame of that turn ends as the frame of a later
 * turn of the same role; what stands before that is nobody's.
 */
function preludeLength(template: string, request: ChatRequest, frame: string): number {
  const [first] = request.messages
  if (!first || first.role === 'system' || frame === '') return 0
  const later: ChatRequest = {
    ...request,
    messages: [first, { role: first.role === 'assistant' ? 'user' : 'assistant', content: 'a' }, { role: first.role, content: 'b' }],
    addGenerationPrompt: false,
    continueFinalMessage: false,
  }
  try {
    const text = renderChat(template, later)
    const ends = turnEnds(template, later, text)
    const content = byMarks(template, later, text)?.at(-1)
    const own = ends && content ? text.slice(ends[1], content.from) : ''
    return own !== '' && frame.endsWith(own) ? frame.length - own.length : 0
  } catch {
    return 0
  }
}

export function chatSpans(template: string, request: ChatRequest): ChatSpans {
  const text = renderChat(template, request)
  const contents = byMarks(template, request, text) ?? byWords(request.messages, text)
  const ends = turnEnds(template, request, text) ?? endsFromContents(contents, request.messages.length, text)
  const [first] = contents
  const prelude = first?.message === 0 ? preludeLength(template, request, text.slice(0, first.from)) : 0
  return { text, spans: cover(text.length, contents, ends, prelude) }
}

/** Frames and contents in order, without gaps. */
function cover(length: number, contents: readonly Content[], ends: readonly number[], prelude: number): ChatSpan[] {
  const cuts = [...new Set([0, prelude, length, ...ends, ...contents.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b)
  const out: ChatSpan[] = []
  for (let i = 0; i + 1 < cuts.length; i++) {
    const [from, to] = [cuts[i]!, cuts[i + 1]!]
    const content = contents.find((each) => each.from <= from && to <= each.to)
    const turn = to <= prelude ? -1 : ends.findIndex((end) => to <= end)
    const message = content ? content.message : turn < 0 ? null : turn
    out.push({ from, to, message, part: content ? 'content' : 'frame' })
  }
  return out
}
