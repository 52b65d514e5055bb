import { expect, test } from 'vitest'
import type { CertificateReport } from '../../src/report/report-schema.ts'
import { type Verdict, verdicts, verdictWords } from '../../src/report/words.ts'
import { demoFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import { exampleCom, shop } from '../../src/simulator/fleet/zones.ts'
import type { ExpectedState } from '../../src/simulator/store/model.ts'
import { useExporter } from '../support/exporter.ts'
import { describeWithTools } from '../support/tools.ts'
import { useBrowser } from './support/browser.ts'

/** What the fleet's own list says of a certificate, in the page's words. */
const expected: Readonly<Record<ExpectedState, Verdict>> = {
  ok: 'ok',
  warning: 'warning',
  critical: 'critical',
  expired: 'expired',
  mismatch: 'mismatch',
  not_active: 'not_active',
  problem: 'problem',
  gone: 'not_active',
  blind: 'blind',
}

describeWithTools(['chromium'], 'the page of the demo fleet', () => {
  const running = useExporter()
  const open = useBrowser()

  test('every certificate stands there, most urgent first, with the words of the fleet’s own list', async () => {
    const { url, program } = running()
    await program.saw(/"event":"cycle_done"/)
    const { page, elsewhere, complaints } = await open({ url })
    const rows = page.locator('#results tbody tr')
    const words = await rows.locator('.badge:not(.drill)').allInnerTexts()
    const names = await rows.locator('.opener').allInnerTexts()
    const fleet = await demoFleet({ now: new Date() })
    const wanted = fleet.certificates.map(({ name, expectation }) => [name, verdictWords[expected[expectation.state]]])
    expect(Object.fromEntries(names.map((name, i) => [name, words[i]]))).toEqual(Object.fromEntries(wanted))
    const ranks = words.map((word) => verdicts.findIndex((verdict) => verdictWords[verdict] === word))
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b))
    expect({ elsewhere, complaints }).toEqual({ elsewhere: [], complaints: [] })
  })

  test('a certificate opens to its differences, and the daemon tells of its token', async () => {
    const { page } = await open({ url: running().url })
    await page.getByRole('link', { name: 'documentation-example' }).click()
    const details = page.locator('#details')
    await details.waitFor()
    expect(await details.locator('tr.differs th').allInnerTexts()).toEqual([
      'end of validity',
      'serial number',
      'issuer',
    ])
    const counts = `${(await demoFleet({ now: new Date() })).certificates.length} certificates, 0 hostnames, 0 zones`
    expect(await page.locator('#daemon').innerText()).toContain(`${counts} by listing them`)
    expect(await page.locator('#daemon').innerText()).toMatch(/token, valid, ends in \d+ days \(2030-01-01 00:00 UTC\)/)
  })

  test('the page, the JSON and the drill-down agree', async () => {
    const { url } = running()
    const { certificates } = (await (await fetch(`${url}/api/v1/certificates?limit=1000`)).json()) as {
      certificates: CertificateReport[]
    }
    const { page } = await open({ url })
    expect(await page.locator('.opener').allInnerTexts()).toEqual(certificates.map(({ name }) => name))
    const [{ kind, zone_id, certificate_id } = { kind: '', zone_id: '', certificate_id: '' }] = certificates
    const one = await fetch(`${url}/api/v1/certificates/${kind}/${zone_id}/${certificate_id}`)
    expect(await one.json()).toMatchObject({ certificate: { certificate_id } })
  })
})

describeWithTools(['chromium'], 'the page of the demo fleet with its hostnames', () => {
  const { id: zoneId, name: zone } = exampleCom
  const names = ['payments', 'login', 'staging', 'retired', 'forgotten'].map((name) => `${name}.example.com`)
  const hostnames = [
    ...names.map((hostname) => ({ zone_id: zoneId, zone, hostname })),
    { zone_id: shop.id, zone: shop.name, hostname: 'orders.shop.example' },
  ]
  const running = useExporter(() => true, { hostnames })
  const open = useBrowser()

  test('says which certificate each hostname presents, whether it is in use, and what to do', async () => {
    const { url, program } = running()
    await program.saw(/"event":"cycle_done"/)
    const { page } = await open({ url })
    const row = (name: string) => page.locator('tr', { has: page.getByRole('link', { name, exact: true }) })
    const cells = async (name: string) =>
      Promise.all(
        ['State', 'Hostnames', 'In use', 'What to do'].map((label) =>
          row(name).locator(`[data-label="${label}"]`).innerText(),
        ),
      )
    expect(await cells('ends-in-10-days')).toEqual(['Critical', 'login.example.com', 'yes', 'Replace it'])
    expect(await cells('rotation-unfinished-old')).toEqual([
      'OK',
      'orders.shop.example',
      'yes',
      'Move its hostnames to rotation-unfinished-new',
    ])
    const findings = await page.locator('#readings tbody tr').allInnerTexts()
    for (const [hostname, state] of [
      ['staging', 'disabled'],
      ['retired', 'voided'],
      ['forgotten', 'none'],
    ])
      expect(findings).toContainEqual(
        expect.stringMatching(new RegExp(`^${hostname}\\.example\\.com[\\s\\S]*Look into it: ${state}`)),
      )
  })
})

describeWithTools(['chromium'], 'the page in an outage', () => {
  const running = useExporter(() => true, { schedule: '2s' })
  const open = useBrowser()

  test('says so, and goes on showing what was known', async () => {
    const { simulator, url, program } = running()
    await program.saw(/"event":"cycle_done"/)
    const before = await open({ url })
    const names = await before.page.locator('.opener').allInnerTexts()
    expect(await before.page.locator('.banner').allInnerTexts()).not.toContain(
      expect.stringMatching(/cannot be reached/),
    )
    simulator.fault({ fault: 'status', status: 503 })
    await program.saw(/"event":"requests_held_back"/)
    const { page } = await open({ url })
    expect(await page.locator('.banner').first().innerText()).toMatch(
      /^Cloudflare cannot be reached\. Credential default: .*server_error.* What stands below is what was last known\. Next attempt /,
    )
    expect((await page.locator('.opener').allInnerTexts()).toSorted()).toEqual(names.toSorted())
    const ended = page.locator('tr', { hasText: 'ended-three-days-ago' })
    expect(await ended.locator('.badge').innerText()).toBe('Expired')
  })
})
