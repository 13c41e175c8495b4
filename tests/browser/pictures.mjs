// Takes the pictures of the shelf and of first light, in both rooms, at desk and phone size, from the built pages:
// `node tests/browser/pictures.mjs [FOLDER]`, by default tests/pictures. The README shows one of them.
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../scripts/root.mjs'
import { openHouse } from './harness.mjs'
import { address, quiet } from './notebook.mjs'

const pages = [
  { name: 'shelf', where: '/', shows: 'article' },
  { name: 'first-light', where: address('first-light'), shows: '[data-kind="odds"][data-state="fresh"]' },
]
const looks = [
  { end: '', width: 1440, height: 900 },
  { end: '-dark', width: 1440, height: 900, dark: true },
  { end: '-phone', width: 390, height: 844, touch: true },
  { end: '-phone-dark', width: 390, height: 844, touch: true, dark: true },
]

const folder = path.resolve(process.argv[2] ?? path.join(root, 'tests', 'pictures'))
mkdirSync(folder, { recursive: true })
const house = await openHouse()
try {
  for (const { name, where, shows } of pages)
    for (const { end, ...look } of looks) {
      const visitor = await house.visitor(look)
      const page = await visitor.open(where)
      await page.waitForSelector(shows)
      await quiet(page, 1000)
      const file = path.join(folder, `${name}${end}.png`)
      await page.screenshot({ path: file })
      console.log(path.relative(root, file))
      await visitor.context.close()
    }
} finally {
  await house.close()
}
