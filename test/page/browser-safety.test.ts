import { createHash } from 'node:crypto'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import { sampleOf } from '../support/sample.ts'
import { describeWithTools } from '../support/tools.ts'
import { chromiumProgram, namesOn, useBrowser } from './support/browser.ts'
import { noon, snapshotOf, watched } from './support/fleet.ts'
import { reset, useServed } from './support/served.ts'

const otherSerial = '?open=hostname/023e105f4ecef8ad9ca31a8372d0c353/5e4f1c2a-7b3d-4e60-9a8c-000000000006'
const hostile = `"><script>document.title='owned'</script><img src=http://192.0.2.1/x onerror=alert(1)>' \u202egpj.exe`

/** Every rule of axe-core that WCAG 2.2 AA asks for, and its best practices. */
async function violations(page: Page): Promise<readonly string[]> {
  // Not by a script element: the page's policy allows no other script than its own.
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') }
    const { violations } = await axe.run({
      resultTypes: ['violations'],
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    })
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
  })
}

describeWithTools([chromiumProgram], 'the status page for everybody', () => {
  const served = useServed()
  const open = useBrowser()
  beforeEach(() => reset(served()))
  const visit = (address = '', options = {}) => open({ url: `${served().url}/${address}`, ...options })

  describe('axe-core finds nothing', () => {
    const looks = [
      ['light', '', 1360],
      ['dark', '', 1360],
      ['light', otherSerial, 1360],
      ['dark', otherSerial, 1360],
      ['light', otherSerial, 360],
      ['dark', '?state=expired&q=ended', 360],
      ['light', 'runbooks/CloudflareCertNotTrusted', 360],
    ] as const
    test.each(sampleOf<(typeof looks)[number]>('page', 'looks of the page', looks, 3))(
      '%s, %j, %i pixels wide',
      async (colorScheme, address, width) => {
        served().daemon = { config: { path: 'c.yaml', hash: 1, loadedAt: noon - 60, reloadSuccessful: false } }
        const { page } = await visit(address, { colorScheme, viewport: { width, height: 900 } })
        expect(await violations(page)).toEqual([])
        // Nothing is wider than a phone.
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
      },
    )
  })

  test('hostile names are text, however long, and nothing is asked for anywhere else', async () => {
    const long = 'A'.repeat(100_000)
    served().snapshot = snapshotOf([
      watched({
        number: 1,
        name: hostile,
        entry: { labels: { team: hostile }, placeName: hostile },
        facts: { subject: hostile, issuer: long },
        record: { issuer: `${hostile}${long}`, status: hostile, serialNumber: hostile },
        check: { failure: { reason: 'bad_response', detail: hostile } },
        use: { hostnames: [hostile, `${long}.example`], inUse: true },
      }),
      watched({ number: 2, name: long }),
    ])
    const key = 'hostname/023e105f4ecef8ad9ca31a8372d0c353/5e4f1c2a-7b3d-4e60-9a8c-000000000001'
    const { page, elsewhere, complaints } = await visit(`?open=${key}&q=script`)
    const shown = hostile.replace('\u202e', '\u{fffd}')
    expect(await namesOn(page)).toEqual([shown.replace(/\s+/g, ' ')])
    expect(await page.title()).toBe('Client certificates at Cloudflare')
    expect(await page.locator('img').count()).toBe(0)
    expect(await page.locator('#details').innerText()).toContain('document.title')
    expect(await page.content()).not.toMatch(/\u202e/)
    await page.locator('#q').fill(hostile)
    await page.waitForURL('**img**')
    await expect.poll(() => namesOn(page)).toHaveLength(1)
    expect(await page.locator('.filter').innerText()).toContain('<img')
    await page.locator('#q').fill('')
    await expect.poll(() => namesOn(page)).toHaveLength(2)
    expect((await page.content()).length).toBeLessThan(150_000)
    expect({ elsewhere, complaints }).toEqual({ elsewhere: [], complaints: [] })
  })

  test('a whole visit makes no request elsewhere, and the policy has nothing to object to', async () => {
    const { page, elsewhere, complaints } = await visit()
    await page.getByRole('link', { name: 'ended', exact: true }).click()
    await page.locator('#details').waitFor()
    await page.locator('#sort-zone').click()
    await page.locator('#q').fill('shop')
    await page.waitForURL('**q=shop**')
    await page.reload()
    expect({ elsewhere, complaints }).toEqual({ elsewhere: [], complaints: [] })
  })

  test('the policy allows nothing but what stands in the page, by its hash', async () => {
    const answer = await fetch(served().url)
    const policy = answer.headers.get('content-security-policy') ?? ''
    const text = await answer.text()
    const hash = (tag: string) => {
      const [, inside = ''] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(text) ?? []
      return createHash('sha256').update(inside).digest('base64')
    }
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `style-src 'sha256-${hash('style')}'`,
      `script-src 'sha256-${hash('script')}'`,
      "connect-src 'self'",
      'img-src data:',
      "form-action 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ])
    expect(text).not.toMatch(/ style=| on[a-z]+=|javascript:/)
  })
})
