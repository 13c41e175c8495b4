/* Who owns what: by hand for one conversation, and for every case of the oracle that spans cover the text and contents are what was said. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parsePythonJson, renderChat, type ChatMessage } from '.'
import { oracle } from '../../../tests/oracle-folder'
import { chatSpans } from './spans'

const CHATML =
  '{% for m in messages %}<s>{{ m.role }}\n{{ m.content | trim }}</s>\n{% endfor %}{% if add_generation_prompt %}<s>assistant\n{% endif %}'
const talk = [
  { role: 'user', content: ' Hello  ' },
  { role: 'assistant', content: 'Hello' },
]

describe('spans', () => {
  test('frames and contents, in order', () => {
    const { text, spans } = chatSpans(CHATML, { messages: talk, addGenerationPrompt: true })
    expect(spans.map(({ from, to, message, part }) => [text.slice(from, to), message, part])).toEqual([
      ['<s>user\n', 0, 'frame'],
      ['Hello', 0, 'content'],
      ['</s>\n', 0, 'frame'],
      ['<s>assistant\n', 1, 'frame'],
      ['Hello', 1, 'content'],
      ['</s>\n', 1, 'frame'],
      ['<s>assistant\n', null, 'frame'],
    ])
  })

  test('a system text that the template puts there is nobody’s', () => {
    const template = `{% if messages[0].role != 'system' %}<s>system\nBe kind.</s>\n{% endif %}${CHATML}`
    const { text, spans } = chatSpans(template, { messages: talk })
    expect(spans.slice(0, 3).map(({ from, to, message }) => [text.slice(from, to), message])).toEqual([
      ['<s>system\nBe kind.</s>\n', null],
      ['<s>user\n', 0],
      ['Hello', 0],
    ])
  })

  test('a template that looks into its messages is followed by their words', () => {
    const template = "{% for m in messages %}[{% if m.content == 'Hello' %}Hello, counted{% else %}{{ m.content }}{% endif %}]{% endfor %}"
    const { text, spans } = chatSpans(template, {
      messages: [
        { role: 'user', content: 'Hello' },
        { role: 'user', content: 'Bye' },
      ],
    })
    expect(text).toBe('[Hello, counted][Bye]')
    expect(spans.filter(({ part }) => part === 'content').map(({ from, to, message }) => [text.slice(from, to), message])).toEqual([
      ['Hello', 0],
      ['Bye', 1],
    ])
  })
})

const root = oracle('tokenizers')

describe.skipIf(!root)('of others’ templates', () => {
  test.each([
    'smollm2',
    'phi-3-mini',
    'qwen2.5',
    'chat-templates/qwen3',
    'chat-templates/phi-4',
    'chat-templates/gpt-oss',
    'chat-templates/glm-4.6',
  ])('%s', (name) => {
    const folder = path.join(root!, name)
    const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8')
    const beside = existsSync(path.join(folder, 'chat_template.jinja'))
    const template = beside
      ? read('chat_template.jinja')
      : (JSON.parse(read('tokenizer_config.json')) as { chat_template: string }).chat_template
    const chats = read('chat.jsonl')
      .split('\n')
      .filter(Boolean)
      .map((line) => parsePythonJson(line) as { name: string; messages: ChatMessage[]; rendered?: string; kwargs?: object })
      .filter(({ rendered, kwargs }) => rendered !== undefined && Object.keys(kwargs ?? {}).every((key) => key === 'add_generation_prompt'))
      .slice(0, 30)
    for (const { messages, name: title } of chats) {
      const request = { messages, addGenerationPrompt: true, now: new Date(Date.UTC(2026, 0, 15)) }
      const { text, spans } = chatSpans(template, request)
      expect(text, title).toBe(renderChat(template, request))
      expect(spans.map(({ from, to }) => text.slice(from, to)).join(''), title).toBe(text)
      for (const { from, to, message, part } of spans)
        if (part === 'content')
          expect(JSON.stringify(messages[message!]!.content), title).toContain(JSON.stringify(text.slice(from, to)).slice(1, -1))
    }
  })
})
