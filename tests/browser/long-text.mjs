// Long texts for journeys, each sentence with a number of its own.
export function longText(letters, between = ' ') {
  const parts = []
  for (let length = 0, item = 1; length < letters; item++) {
    const sentence = `Box ${item} holds a lamp, a rope and ${item % 90} stones.${between}`
    parts.push(sentence)
    length += sentence.length
  }
  return parts.join('')
}
