import { beforeEach, expect, test } from 'vitest'
import { describeWithTools } from '../support/tools.ts'
import { chromiumProgram, namesOn, useBrowser } from './support/browser.ts'
import { quietDaemon } from './support/facts.ts'
import { manifold, manifoldHostnames, noon, snapshotOf, store, watched } from './support/fleet.ts'
import { reset, useServed } from './support/served.ts'

describeWithTools([chromiumProgram], 'the status page in a browser', () => {
  const served = useServed()
  const open = useBrowser()
  beforeEach(() => reset(served()))
  const visit = (address = '', options = {}) => open({ url: `${served().url}/${address}`, ...options })

  test('answers in one look: which, for which hostnames, until when, in use, still seen, what to do', async () => {
    const { page } = await visit()
    const row = page.locator('#results tbody tr').first()
    expect(await row.locator('td, th').allInnerTexts()).toEqual([
      'Expired',
      expect.stringMatching(/^3d ago\s+2026-11-20/),
      'ended',
      'shop.example',
      'www.shop.example',
      '',
      '3 minutes ago',
      'Replace it now. It ended on 2026-11-20 12:00 UTC. Cloudflare presents it all the same: origins that verify it drop the traffic.',
    ])
    expect(await page.locator('.totals li').allInnerTexts()).toEqual(
      [
        '14 All',
        '1 Expired',
        '2 No certificate',
        '1 Critical',
        '1 Timed out',
        '1 Stale',
        '2 Unknown',
        '1 Warning',
        '1 Mismatch',
        '1 Problem',
        '1 Unused',
        '2 OK',
      ].map((text) => expect.stringMatching(text.replace(' ', '\\s+'))),
    )
    expect(await page.title()).toBe('6 critical - Client certificates at Cloudflare')
    expect(await page.locator('.fresh').innerText()).toContain('As of 3 minutes ago')
  })

  test('searches while somebody types, and the address can be sent to a colleague', async () => {
    const { page } = await visit()
    await page.locator('#q').pressSequentially('api.example')
    await page.waitForURL('**/?q=api.example')
    await expect.poll(() => namesOn(page)).toEqual(['not-reached', 'wrong-id'])
    expect(await page.locator('#count').innerText()).toBe('2 of 14')
    expect(await page.evaluate('document.activeElement?.id')).toBe('q')
    const { page: colleague } = await open({ url: page.url() })
    expect(await namesOn(colleague)).toEqual(['not-reached', 'wrong-id'])
    await page.getByRole('link', { name: /search: api\.example/ }).click()
    await expect.poll(() => namesOn(page)).toHaveLength(14)
    expect(await page.locator('#q').inputValue()).toBe('')
    await page.goBack()
    await expect.poll(() => namesOn(page)).toHaveLength(2)
    expect(await page.locator('#q').inputValue()).toBe('api.example')
  })

  test('filters by a total and by a month, and takes the filter away', async () => {
    const { page } = await visit()
    await page.getByRole('link', { name: /1\s+Expired/ }).click()
    await expect.poll(() => namesOn(page)).toEqual(['ended'])
    expect(await page.locator('.totals a[aria-current]').innerText()).toMatch(/Expired/)
    await page.locator('.totals a[aria-current]').click()
    await expect.poll(() => namesOn(page)).toHaveLength(14)
    await page.locator('#month-2026-12').click()
    await expect.poll(() => namesOn(page)).toEqual(['ends-next-week', 'ends-next-month'])
  })

  test('sorts by a heading, in both directions, and says so', async () => {
    const { page } = await visit()
    const heading = page.getByRole('columnheader', { name: 'What', exact: false }).first()
    await heading.getByRole('link').click()
    const byName = [...manifold.map(({ entry }) => entry.name), ...manifoldHostnames.keys()].sort()
    await expect.poll(() => namesOn(page)).toEqual(byName)
    expect(await heading.getAttribute('aria-sort')).toBe('ascending')
    await heading.getByRole('link').click()
    await expect.poll(() => namesOn(page)).toEqual(byName.toReversed())
    expect(await heading.getAttribute('aria-sort')).toBe('descending')
    expect(await page.evaluate('document.activeElement?.id')).toBe('sort-name')
  })

  test('a row opens by keyboard to what both sides say, and how to check it by hand', async () => {
    const { page } = await visit()
    const opener = page.getByRole('link', { name: 'other-serial' })
    await opener.focus()
    await page.keyboard.press('Enter')
    const details = page.locator('#details')
    await details.waitFor()
    expect(await opener.getAttribute('aria-expanded')).toBe('true')
    expect(await page.evaluate('document.activeElement?.textContent')).toBe('other-serial')
    const text = await details.innerText()
    for (const words of [
      '315058594055281896516801703885827625507384',
      '0x039ddfbe0d81be52b64174a47597b070da38',
      'abab',
    ])
      expect(text).toContain(words)
    expect(await details.locator('tr.differs').allInnerTexts()).toEqual([
      expect.stringMatching(/^serial number\s[\s\S]*≠ differs/),
    ])
    expect(await details.locator('pre').first().innerText()).toBe(
      `curl --silent --show-error --header "Authorization: Bearer $CLOUDFLARE_API_TOKEN" 'https://api.cloudflare.com/client/v4/zones/023e105f4ecef8ad9ca31a8372d0c353/origin_tls_client_auth/hostnames/certificates/5e4f1c2a-7b3d-4e60-9a8c-000000000006'`,
    )
    expect(await details.getByRole('link', { name: /Runbook/ }).getAttribute('href')).toMatch(
      /^runbooks\/CloudflareCertMismatch$/,
    )
    await opener.click()
    await details.waitFor({ state: 'detached' })
  })

  test('the last error in words, with its reason and the next attempt', async () => {
    const { page } = await visit()
    await page.getByRole('link', { name: 'wrong-id' }).click()
    await expect
      .poll(() => page.locator('#details').innerText())
      .toMatch(
        /not_found: Cloudflare says that there is no such thing\.\s+certificate not found\s+\(HTTP 404, code 1551\) Next attempt at the latest in \d+ minutes\./,
      )
  })

  test('the clock runs on', async () => {
    const { page } = await visit()
    expect(await page.locator('.fresh time').first().innerText()).toBe('3 minutes ago')
    await page.clock.install()
    await page.goto(page.url())
    await page.clock.fastForward('12:00')
    await expect.poll(() => page.locator('.fresh time').first().innerText()).toBe('15 minutes ago')
    expect(await page.locator('.fresh time').first().getAttribute('title')).toMatch(/^2026-11-23 11:57:00 UTC, .*2026/)
  })

  test('ten thousand come in pages of a hundred', async () => {
    served().snapshot = snapshotOf(
      Array.from({ length: 10_000 }, (_, i) => watched({ number: i, name: `c${i}`, daysLeft: 60 + i / 100 })),
    )
    const folded = await visit()
    expect(await namesOn(folded.page)).toEqual([])
    expect(await folded.page.locator('.fold').innerText()).toMatch(
      /^10000 OK in shop\.example; the first end is on 2027-01-22/,
    )
    await folded.page.getByRole('link', { name: 'shop.example' }).click()
    await expect.poll(() => namesOn(folded.page)).toHaveLength(100)
    const { page } = await visit('?state=ok')
    expect(await namesOn(page)).toHaveLength(100)
    expect(await page.locator('.pager').innerText()).toContain('1 to 100 of 10000')
    await page.getByRole('link', { name: 'Next' }).click()
    await expect.poll(async () => (await namesOn(page))[0]).toBe('c100')
    expect(page.url()).toContain('page=2')
    await page.locator('#q').fill('c9999')
    await expect.poll(() => namesOn(page)).toEqual(['c9999'])
    const open = 'hostname/023e105f4ecef8ad9ca31a8372d0c353/5e4f1c2a-7b3d-4e60-9a8c-000000000250'
    await page.goto(`${served().url}/?state=ok&open=${open}`)
    expect(await page.locator('.pager').innerText()).toContain('201 to 300')
    expect(await page.locator('#details h2').innerText()).toBe('c250')
  })

  test('without a script it still reads, searches and opens', async () => {
    const { page } = await visit('', { javaScriptEnabled: false })
    expect(await namesOn(page)).toHaveLength(14)
    await page.locator('#q').fill('ends-next')
    await page.getByRole('button', { name: 'Search' }).click()
    expect(await namesOn(page)).toEqual(['ends-next-week', 'ends-next-month'])
    await page.getByRole('link', { name: 'ends-next-week' }).click()
    expect(await page.locator('#details').innerText()).toContain('Thresholds')
    expect(new URL(page.url()).searchParams.get('q')).toBe('ends-next')
  })

  test('says that Cloudflare cannot be reached, that a credential is refused, that a reload failed', async () => {
    const credential = {
      name: 'default',
      kind: 'token',
      valid: true,
      isUnverifiable: false,
      unreadable: undefined,
      expiresOn: undefined,
      remaining: undefined,
    } as const
    const heldBack = { cause: 'outage', reason: 'network', detail: 'ECONNREFUSED', nextAttempt: noon + 170 } as const
    served().daemon = {
      credentials: [
        { ...credential, heldBack },
        { ...credential, name: 'legacy', valid: false, heldBack: undefined },
      ],
      config: { path: 'c.yaml', hash: 1, loadedAt: noon - 60, reloadSuccessful: false },
      judged: { ...quietDaemon.judged, isReloadSuccessful: false },
    }
    const { page } = await visit()
    const banners = await page.locator('.banner').allInnerTexts()
    expect(banners[0]).toMatch(/^Cloudflare cannot be reached\. .*network: ECONNREFUSED.*in 2 minutes/)
    expect(banners[1]).toMatch(
      /^Cloudflare refuses a credential\. Cloudflare refuses credential legacy: .* Renew legacy\./,
    )
    expect(banners.at(-1)).toMatch(/^The changed configuration could not be loaded\./)
  })

  test('says that a token ends soon', async () => {
    const credential = {
      name: 'default',
      kind: 'token',
      valid: true,
      isUnverifiable: false,
      unreadable: undefined,
      remaining: undefined,
      heldBack: undefined,
    } as const
    served().daemon = { credentials: [{ ...credential, expiresOn: noon + 10 * 86_400 }] }
    const { page } = await visit()
    expect(await page.locator('.banner').first().innerText()).toBe(
      'A token ends soon. The token default ends on 2026-12-03 12:00 UTC. Renew default.',
    )
  })

  test('hostnames stand among the certificates where their severity puts them, and are found', async () => {
    const { page } = await visit()
    expect((await namesOn(page)).slice(0, 4)).toEqual([
      'ended',
      'bare.shop.example',
      'off.shop.example',
      'ends-next-week',
    ])
    const row = page.locator('#results tbody tr', { hasText: 'off.shop.example' })
    expect(await row.locator('td, th').allInnerTexts()).toEqual([
      'No certificate',
      '–',
      'off.shop.example',
      'shop.example',
      'presents none',
      '',
      '3 minutes ago',
      'Switch its association on. No client certificate is presented for off.shop.example: its association with x is off.',
    ])
    await page.getByRole('link', { name: '4 hostnames' }).click()
    await expect.poll(() => namesOn(page)).toHaveLength(4)
    await page.goto(`${served().url}/?q=lost.shop.example`)
    expect(await namesOn(page)).toEqual(['lost.shop.example'])
    await page.locator('.opener').click()
    await page.locator('#details').waitFor()
    expect(await page.locator('#details').innerText()).toMatch(/permission: the credential lacks/)
  })

  test('a zone that was never listed is a red banner with its name, and the totals are lower bounds', async () => {
    const failure = { reason: 'server_error', detail: 'HTTP 500' } as const
    const never = { lastCheck: noon - 60, lastSuccess: undefined, failure, failingSince: noon - 3600 }
    const { stores } = { stores: store(never) }
    const unlisted = [...stores].map(([kind, each]): [typeof kind, typeof each] => [
      kind,
      { ...each, listed: undefined },
    ])
    served().snapshot = snapshotOf(manifold, { hostnames: manifoldHostnames, stores: new Map(unlisted) })
    const { page } = await visit()
    expect(await page.locator('.banner.bad').first().innerText()).toBe(
      "1 of 2 zones has never been listed. Certificates in shop.example are not on this page. server_error: Cloudflare's API has a fault.",
    )
    expect(await page.locator('#total-all').innerText()).toMatch(/^at least 15\s+All$/)
    expect(await page.locator('#count').innerText()).toBe('at least 15 in all')
    const row = page.locator('#results tbody tr', { hasText: 'list of the hostname store' })
    expect(await row.locator('.c-todo').innerText()).toMatch(/^Wait: it is asked for again\. The list of /)
  })
})
