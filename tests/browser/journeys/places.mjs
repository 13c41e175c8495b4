// The same pages elsewhere: a plain file server, a phone, the dark room, the keyboard, a screen reader's rules.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { openHouse, seriousFindings } from '../harness.mjs'
import { address, freshNodes, panel, quiet, until, words } from '../notebook.mjs'

const pages = ['/', address('first-light'), '/kinds/']
const looks = [
  { name: 'light', width: 1440, height: 900 },
  { name: 'dark', width: 1440, height: 900, dark: true },
  { name: 'phone', width: 390, height: 844, touch: true },
  { name: 'phone, dark', width: 390, height: 844, touch: true, dark: true },
]

async function settle(page, where) {
  await page.waitForSelector(where === '/' ? 'article h2 a' : '[data-node][data-state="fresh"]')
  await quiet(page, 800)
}

const lookAt = (look, where) => ({
  title: `${where} in ${look.name}: fits, and axe finds nothing serious`,
  async travel({ visit }) {
    const page = await (await visit(look)).open(where)
    await settle(page, where)
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    assert.ok(sideways <= 0, `the page is ${sideways} px wider than the screen`)
    assert.deepEqual(await seriousFindings(page, readFileSync), [])
  },
})

export const journeys = [
  {
    title: 'the shelf shows “First light” as one link, which opens it',
    async travel({ visit }) {
      const page = await (await visit()).open('/')
      const link = page.getByRole('link', { name: 'First light' }).first()
      await link.waitFor()
      await link.click()
      await page.waitForURL(/\/notebook\/\?id=first-light/)
      await freshNodes(page, 5)
    },
  },
  {
    title: 'behind our server the page has threads, behind a plain file server one, with the same odds',
    async travel({ visit, note }) {
      const ours = await (await visit()).open(address('first-light'))
      await until(ours, 'odds', 'fresh')
      assert.equal(await ours.evaluate(() => crossOriginIsolated), true)
      const plain = await openHouse({ headers: false })
      try {
        const visitor = await plain.visitor()
        const page = await visitor.open(address('first-light'))
        await until(page, 'odds', 'fresh')
        assert.equal(await page.evaluate(() => crossOriginIsolated), false)
        assert.equal(await words(panel(page, 'odds', 'distribution')), await words(panel(ours, 'odds', 'distribution')))
        await page.goto(`${plain.address}/kinds/`)
        await page.waitForSelector('section.kind')
        note(`our server: ${await words(ours.locator('footer.status'))}`)
        assert.deepEqual(visitor.complaints(), [])
      } finally {
        await plain.close()
      }
    },
  },
  {
    title: 'an address that names no notebook says so',
    async travel({ visit }) {
      const page = await (await visit()).open(address('no-such-notebook'))
      await page.getByRole('heading', { name: /Nothing is kept/ }).waitFor()
      await page.getByRole('link', { name: 'To the shelf' }).waitFor()
    },
    expects: [/404/],
  },
  {
    title: 'the keyboard reaches a mark and its number',
    async travel({ visit }) {
      const page = await (await visit()).open(address('first-light'))
      await until(page, 'odds', 'fresh')
      await quiet(page)
      await page.keyboard.press('?')
      await page.getByRole('dialog', { name: 'Keys' }).waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' })
      await panel(page, 'attention', 'attention').locator('[tabindex="0"]').first().focus()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('ArrowRight')
      await page.waitForFunction(() => /hook_pattern/.test(document.body.innerText))
    },
  },
  {
    title: 'every kind of the catalogue is live, and has its help',
    async travel({ visit, note }) {
      const page = await (await visit()).open('/kinds/')
      await page.waitForSelector('section.kind')
      const kinds = await page.locator('section.kind').evaluateAll((sections) => sections.map((section) => section.id))
      assert.ok(kinds.length >= 20, `${kinds.length} kinds`)
      const dead = []
      for (const kind of kinds) {
        await page.locator(`section.kind[id="${kind}"]`).scrollIntoViewIfNeeded()
        const live = page.locator(`section.kind[id="${kind}"] [data-node][data-kind="${kind}"]`).first()
        await live.waitFor({ timeout: 10_000 }).catch(() => dead.push(`${kind}: no node`))
        await page
          .waitForSelector(`section.kind[id="${kind}"] [data-kind="${kind}"][data-state="fresh"]`, { timeout: 15_000 })
          .catch(async () => dead.push(`${kind}: ${await live.getAttribute('data-state').catch(() => 'absent')}`))
        const help = await page.locator(`section.kind[id="${kind}"] .below`).innerText()
        if (help.length < 80) dead.push(`${kind}: no help`)
      }
      note(`${kinds.length} kinds`)
      assert.deepEqual(dead, [])
    },
  },
  ...looks.flatMap((look) => pages.map((where) => lookAt(look, where))),
]
