// The clipboard as a person uses it: filled and read by the page, pasted and copied by keys.
import { field } from './notebook.mjs'

const allow = (page) => page.context().grantPermissions(['clipboard-read', 'clipboard-write'])

export async function fillClipboard(page, text) {
  await allow(page)
  await page.evaluate((words) => navigator.clipboard.writeText(words), text)
}

export async function readClipboard(page) {
  await allow(page)
  return page.evaluate(() => navigator.clipboard.readText())
}

/** Chooses all that stands in the place of a node: what is pasted then takes its place. */
export async function chooseAll(page, id) {
  await field(page, id).focus()
  await page.keyboard.press('Control+a')
}

export const paste = (page) => page.keyboard.press('Control+v')

/** All of the text in the place that has the focus, taken as a person takes it. */
export async function copyAll(page) {
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+c')
  return readClipboard(page)
}
