// The slider of a node that quantizes, moved by keys.
import { node, quiet } from './notebook.mjs'

export const sliderOf = (page, id) => node(page, id).getByRole('slider')

/** One step of the bits at a time, until the slider says so; then all that follows from it. */
export async function setBits(page, id, wanted) {
  const slider = sliderOf(page, id)
  await slider.focus()
  for (let steps = 8; steps > 0; steps--) {
    const now = Number(await slider.getAttribute('aria-valuenow'))
    if (now === wanted) break
    await slider.press(now > wanted ? 'ArrowLeft' : 'ArrowRight')
    await page.waitForFunction(
      ([name, before]) => document.querySelector(`[data-node="${name}"] [role="slider"]`)?.getAttribute('aria-valuenow') !== before,
      [id, String(now)],
    )
  }
  await quiet(page)
}
