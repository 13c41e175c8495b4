/* Chat templates: layout as transformers does it, limits, and sentences. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parsePythonJson, renderChat, type ChatMessage } from '.'
import { oracle } from '../../../tests/oracle-folder'
import { EngineFailure } from '../types'

const hello = [{ role: 'user', content: 'Hello' }]
const render = (template: string): string => renderChat(template, { messages: hello })

describe('templates', () => {
  test('the newline behind a block and the blanks before it go', () => {
    expect(render('{% for m in messages %}\n  {% if true %}\n{{ m.role }}: {{ m.content }}\n  {% endif %}\n{% endfor %}\n')).toBe(
      'user: Hello\n',
    )
  })

  test('variables, tools and the open reply', () => {
    const template = '{{ bos_token }}{{ tools is none }}{% if add_generation_prompt %}>{% endif %}'
    expect(renderChat(template, { messages: hello, addGenerationPrompt: true, variables: { bos_token: '<s>' } })).toBe('<s>True>')
  })

  test('the time is told only where it is given', () => {
    const template = "{% if strftime_now is defined %}{{ strftime_now('%d %b %Y, %-I:%M %p, %Q') }}{% else %}no clock{% endif %}"
    expect(render(template)).toBe('no clock')
    expect(renderChat(template, { messages: hello, now: new Date(Date.UTC(2026, 0, 5, 15, 4)) })).toBe('05 Jan 2026, 3:04 PM, %Q')
  })

  test.each([
    ['a refusal of the template', "{{ raise_exception('Roles must alternate') }}", /refuses these messages: Roles must alternate/],
    ['bad syntax', '{% for %}', /cannot be read/],
    ['a missing filter', '{{ messages | nonsense }}', /fails on these messages/],
    ['a large range', '{% for i in range(100000000) %}{% endfor %}', /range of 100000000 numbers/],
    ['loops in loops', `${'{% for a in range(1000) %}'.repeat(4)}x${'{% endfor %}'.repeat(4)}`, /more than 200,000 steps/],
    [
      'a text that doubles',
      `{% set ns = namespace(t='xxxxxxxx') %}{% for i in range(60) %}{% set ns.t = ns.t + ns.t %}{% endfor %}`,
      /more than 4 million characters/,
    ],
    ['deep nesting', `{{ ${'('.repeat(50_000)}1${')'.repeat(50_000)} }}`, /cannot be read|too deeply/],
    ['too long', 'x'.repeat(300_000), /at most 200000 are read/],
  ])('%s is a sentence', (_, template, sentence) => {
    const refusal = (): unknown => {
      try {
        return render(template)
      } catch (cause) {
        return cause
      }
    }
    const cause = refusal()
    expect(cause).toBeInstanceOf(EngineFailure)
    expect((cause as EngineFailure).message).toMatch(sentence)
  })

  test.each(['constructor', '__proto__', 'toString'])('nothing of the host is reached through %s', (name) => {
    let said = ''
    try {
      said = render(`{{ messages.${name} }}{{ raise_exception.${name} }}{{ ''.${name} }}`)
    } catch (cause) {
      expect(cause).toBeInstanceOf(EngineFailure)
    }
    expect(said).toBe('')
  })
})

interface Chat {
  name: string
  messages: ChatMessage[]
  tools?: unknown[]
  kwargs?: Record<string, unknown>
  special_tokens?: Record<string, unknown>
  rendered?: string
}

const root = oracle('tokenizers')
const NAMES = [
  'smollm2',
  'phi-3-mini',
  'qwen2.5',
  'chat-templates/qwen3',
  'chat-templates/phi-4',
  'chat-templates/phi-4-mini',
  'chat-templates/gpt-oss',
  'chat-templates/deepseek-r1-distill',
  'chat-templates/glm-4.6',
]

/** What is rendered, or the sentence of the refusal. */
function outcome(template: string, { messages, tools, kwargs, special_tokens }: Chat): { rendered: string } | { refused: string } {
  const { add_generation_prompt, continue_final_message, ...more } = kwargs ?? {}
  try {
    const rendered = renderChat(template, {
      messages,
      ...(tools && { tools }),
      addGenerationPrompt: add_generation_prompt === true,
      continueFinalMessage: continue_final_message === true,
      variables: { ...special_tokens, ...more },
      now: new Date(Date.UTC(2026, 0, 15, 12, 34, 56)),
    })
    return { rendered }
  } catch (cause) {
    expect(cause).toBeInstanceOf(EngineFailure)
    return { refused: (cause as EngineFailure).message }
  }
}

describe.skipIf(!root)('as transformers renders it', () => {
  test.each(NAMES)('%s', (name) => {
    const file = (base: string): string => path.join(root!, name, base)
    const config = existsSync(file('tokenizer_config.json'))
      ? (JSON.parse(readFileSync(file('tokenizer_config.json'), 'utf8')) as { chat_template?: string })
      : {}
    const template = existsSync(file('chat_template.jinja')) ? readFileSync(file('chat_template.jinja'), 'utf8') : config.chat_template!
    const chats = readFileSync(file('chat.jsonl'), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => parsePythonJson(line) as Chat)
    expect(chats).toHaveLength(125)
    for (const chat of chats) {
      const made = outcome(template, chat)
      if (chat.rendered !== undefined) expect(made, chat.name).toEqual({ rendered: chat.rendered })
      else
        expect('refused' in made && made.refused, chat.name).toMatch(
          /^(The chat template|The conversation|The last message|A reply) .*[.!?…]?/,
        )
    }
  })
})
