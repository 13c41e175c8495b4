/*
 * What a turn says, as chats are written by services: a text, or a list of parts. Parts of text are joined as chat templates join them; pictures,
 * sounds and files are named, since no model here reads them and to leave them out would change the question.
 */

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** By the names of several services: OpenAI's, Anthropic's, Gemini's, Ollama's. */
const MEDIA: readonly (readonly [RegExp, string])[] = [
  [/image|picture/, 'a picture'],
  [/audio|sound|speech/, 'sound'],
  [/video/, 'a film'],
  [/file|document/, 'a file'],
]

/** Fields beside the content that hold what is no text, where they hold anything. */
const BESIDE = ['images', 'image', 'audio', 'video', 'videos', 'files', 'attachments'] as const

/** A part of text, whichever way it is written. */
function partText(part: unknown): string | null {
  if (typeof part === 'string') return part
  if (!isRecord(part) || typeof part['text'] !== 'string') return null
  const type = part['type']
  return type === undefined || type === 'text' || type === 'input_text' || type === 'output_text' ? part['text'] : null
}

/** The whole text, nothing as none; null where some of it is no text. */
export function contentText(content: unknown): string | null {
  if (content === null || content === undefined) return ''
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return null
  const texts = content.map(partText)
  return texts.includes(null) ? null : texts.join('')
}

/** `a picture (image_url)`: what of a turn is no text; null where all is. */
export function notText(content: unknown, more: Readonly<Record<string, unknown>> = {}): string | null {
  const field = BESIDE.find((name) => holds(more[name]))
  if (field !== undefined) return named(field)
  if (contentText(content) !== null) return null
  const part: unknown = Array.isArray(content) ? content.find((each) => partText(each) === null) : content
  if (!isRecord(part)) return 'something that is no text'
  const type = typeof part['type'] === 'string' ? part['type'] : Object.keys(part).find((key) => key !== 'type')
  return type === undefined ? 'a part without a type' : named(type)
}

const holds = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null)

function named(type: string): string {
  const short = type.slice(0, 40)
  const word = MEDIA.find(([pattern]) => pattern.test(type.toLowerCase()))?.[1]
  return word === undefined ? `a part of the type ${short}` : `${word} (${short})`
}
