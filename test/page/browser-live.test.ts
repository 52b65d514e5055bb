import { beforeEach, expect, test } from 'vitest'
import { describeWithTools } from '../support/tools.ts'
import { chromiumProgram, namesOn, useBrowser } from './support/browser.ts'
import { manifold, manifoldHostnames, noon, snapshotOf, watched } from './support/fleet.ts'
import { reset, useServed } from './support/served.ts'

describeWithTools([chromiumProgram], 'the status page while somebody looks at it', () => {
  const served = useServed()
  const open = useBrowser()
  beforeEach(() => reset(served()))
  const visit = (address = '', options = {}) =>
    open({ url: `${served().url}/${address}`, hasOwnClock: true, ...options })
  const newcomer = watched({ number: 99, name: 'ended-since', daysLeft: -1 })
  const opened = '?open=hostname/023e105f4ecef8ad9ca31a8372d0c353/5e4f1c2a-7b3d-4e60-9a8c-000000000006'

  test('it refreshes itself: what is new comes in, the opened row, the focus and the scrolling stay', async () => {
    const { page } = await visit(opened, { viewport: { width: 1360, height: 500 } })
    await page.getByRole('link', { name: 'other-serial' }).focus()
    await page.evaluate('scrollTo(0, 200)')
    served().snapshot = snapshotOf([newcomer, ...manifold])
    await page.clock.fastForward(31_000)
    await expect.poll(() => namesOn(page)).toContain('ended-since')
    expect(await page.locator('#details h2').innerText()).toBe('other-serial')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('other-serial')
    expect(await page.evaluate('scrollY')).toBe(200)
    expect(await page.title()).toMatch(/^5 critical - /)
  })

  test('the answer to an unchanged page is empty', async () => {
    const { page } = await visit()
    const answered = page.waitForResponse((response) => response.status() === 304)
    await page.clock.fastForward(31_000)
    expect((await (await answered).allHeaders())['content-length'] ?? '0').toBe('0')
    const version = await page.evaluate('document.documentElement.dataset.version')
    const answer = await fetch(served().url, { headers: { 'if-none-match': `"${version}"` } })
    expect([answer.status, await answer.text()]).toEqual([304, ''])
  })

  test('after a cycle that changed nothing only the moments come, and are shown', async () => {
    const { page } = await visit(opened)
    const panel = await page.locator('#details').elementHandle()
    const seen = manifold.map((each) =>
      each.check.failure ? each : { ...each, check: { ...each.check, lastSuccess: noon - 60 } },
    )
    served().snapshot = snapshotOf(seen, { hostnames: manifoldHostnames })
    served().daemon = { lastCycle: { startedAt: noon - 60, duration: 45.6 } }
    await page.clock.fastForward(31_000)
    await expect.poll(() => page.locator('#daemon').innerText()).toContain('took 45.6 s')
    expect(await page.locator('.c-seen time').first().getAttribute('datetime')).toBe('2026-11-23T11:59:00Z')
    // Nothing else was replaced.
    expect(await panel?.isVisible()).toBe(true)
  })

  test('a selected text stays selected', async () => {
    const { page } = await visit()
    await page.evaluate(`getSelection().selectAllChildren(document.querySelector('.fresh'))`)
    served().snapshot = snapshotOf([newcomer])
    const answered = page.waitForResponse((response) => response.status() === 200)
    await page.clock.fastForward(31_000)
    await (await answered).finished()
    expect(await page.evaluate('getSelection().toString()')).toContain('As of')
    expect(await namesOn(page)).not.toContain('ended-since')
  })

  test('says that the daemon does not answer, greys out what is old, and recovers', async () => {
    const { page } = await visit()
    await page.route('**/*', (route) => route.abort())
    await page.clock.fastForward(31_000)
    await expect.poll(() => page.locator('#lost').innerText()).toMatch(/^The daemon does not answer\. .* is from /)
    expect(await page.locator('main').getAttribute('class')).toBe('old')
    await page.unroute('**/*')
    await page.clock.fastForward(31_000)
    await expect.poll(() => page.locator('#lost').isHidden()).toBe(true)
    expect(await page.locator('main').getAttribute('class')).toBe('')
  })

  test('without a script the browser refreshes it, until the reader switches that off', async () => {
    const { page } = await open({ url: served().url, javaScriptEnabled: false })
    expect(await page.locator('meta[http-equiv=refresh]').getAttribute('content')).toBe('30')
    await page.getByRole('link', { name: 'Stop refreshing this page' }).click()
    expect(await page.locator('meta[http-equiv=refresh]').count()).toBe(0)
    await page.locator('#sort-name').click()
    expect(await page.locator('meta[http-equiv=refresh]').count()).toBe(0)
  })

  test('keys: a slash searches, arrows and j and k move between rows, Enter opens', async () => {
    const { page } = await visit()
    const focused = () => page.evaluate('document.activeElement.name || document.activeElement.textContent')
    await page.keyboard.press('/')
    expect(await focused()).toBe('q')
    await page.keyboard.press('ArrowDown')
    expect(await focused()).toBe('ended')
    await page.keyboard.press('j')
    expect(await focused()).toContain('bare.shop.example')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await page.locator('#details').waitFor()
    expect(await page.locator('#details h2').innerText()).toBe('ended')
  })

  test('the whole row opens, and closes again', async () => {
    const { page } = await visit()
    const cell = page.locator('#results tbody tr', { hasText: 'ends-next-week' }).locator('.c-zone').first()
    await cell.click()
    await page.locator('#details').waitFor()
    expect(await page.locator('#details h2').innerText()).toBe('ends-next-week')
    await cell.click()
    await page.locator('#details').waitFor({ state: 'detached' })
  })

  test('a line is copied as it stands', async () => {
    const { page } = await visit(opened, { permissions: ['clipboard-read', 'clipboard-write'] })
    await page.getByRole('button', { name: 'Copy' }).first().click()
    await expect.poll(() => page.locator('.copy').first().innerText()).toBe('Copied')
    const line = await page.locator('#details pre').first().innerText()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(line)
  })

  test('Enter after typing adds nothing to the history', async () => {
    const { page } = await visit()
    await page.locator('#q').pressSequentially('ended')
    await page.clock.fastForward(300)
    await page.waitForURL('**/?q=ended')
    const before = await page.evaluate('history.length')
    const answered = page.waitForResponse('**/?q=ended')
    await page.keyboard.press('Enter')
    await (await answered).finished()
    expect(await page.evaluate('history.length')).toBe(before)
  })
})
