import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { CertificateState } from '../../src/judgement/certificate-states.ts'
import { severities } from '../../src/judgement/severity.ts'
import { stateWords } from '../../src/judgement/words.ts'
import type { CertificateReport } from '../../src/report/report-schema.ts'
import { zoneStoreScenarios } from '../../src/simulator/fleet/scenarios-hostname.ts'
import { exampleCom, shop } from '../../src/simulator/fleet/zones.ts'
import type { ExpectedState } from '../../src/simulator/store/model.ts'
import { useExporter } from '../support/exporter.ts'
import { sharedDemoFleet } from '../support/fleet.ts'
import { describeWithTools } from '../support/tools.ts'
import { chromiumProgram, useBrowser } from './support/browser.ts'

/** What the fleet's own list says of a certificate, in the page's words. */
const expected: Readonly<Record<ExpectedState, CertificateState>> = {
  ok: 'ok',
  warning: 'warning',
  critical: 'critical',
  expired: 'expired',
  mismatch: 'mismatch',
  not_active: 'not_active',
  deployment_timed_out: 'deployment_timed_out',
  not_yet_valid: 'not_yet_valid',
  problem: 'problem',
  gone: 'not_active',
  check_failing: 'unknown',
}

const unused = zoneStoreScenarios.flatMap((scenario) => scenario.unused)

describeWithTools([chromiumProgram], 'the page of the demo fleet', () => {
  const running = useExporter()
  const open = useBrowser()

  test('every certificate stands there, most urgent first, with the words of the fleet’s own list', async () => {
    const { url, program } = running()
    await program.saw(/"event":"cycle_done"/)
    const { page, elsewhere, complaints } = await open({ url })
    const rows = page.locator('#results tbody tr')
    const words = await rows.locator('.badge:not(.drill)').allInnerTexts()
    const names = await rows.locator('.opener').allInnerTexts()
    const fleet = await sharedDemoFleet()
    const wanted = fleet.certificates.map(({ name, expectation }) => [
      name,
      stateWords[unused.includes(name) ? 'unused' : expected[expectation.state]],
    ])
    expect(Object.fromEntries(names.map((name, i) => [name, words[i]]))).toEqual(Object.fromEntries(wanted))
    const classes = await Promise.all((await rows.all()).map(async (row) => (await row.getAttribute('class')) ?? ''))
    const ranks = classes.map((each) => severities.findIndex((severity) => each.split(' ').includes(`v-${severity}`)))
    const judged = ranks.filter((rank) => rank >= 0)
    expect(judged).toEqual(judged.toSorted((a, b) => a - b))
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
    const counts = `${(await sharedDemoFleet()).certificates.length} certificates, 0 hostnames, 0 zones`
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

describeWithTools([chromiumProgram], 'the page of the demo fleet with its hostnames', () => {
  const { id: zoneId, name: zone } = exampleCom
  const names = ['payments', 'login', 'staging', 'retired', 'forgotten'].map((name) => `${name}.example.com`)
  const hostnames = [
    ...names.map((hostname) => ({ zone_id: zoneId, zone, hostname })),
    { zone_id: shop.id, zone: shop.name, hostname: 'orders.shop.example' },
  ]
  const server = {
    listen: '127.0.0.1:0',
    external_url: 'https://exporter.example.com/certs/',
    alertmanager_url: 'https://alerts.example.com',
  }
  const running = useExporter(() => true, { hostnames, server })
  const open = useBrowser()

  test('says which certificate each hostname presents, whether it is in use, and what to do', async () => {
    const { url, program } = running()
    await program.saw(/"event":"cycle_done"/)
    const { page } = await open({ url })
    const row = (name: string) =>
      page.locator('tr', { has: page.locator('th').getByRole('link', { name, exact: true }) })
    const cells = async (name: string) =>
      Promise.all(['state', 'use', 'todo'].map((column) => row(name).locator(`.c-${column}`).innerText()))
    expect(await cells('ends-in-10-days')).toEqual([
      'Critical',
      'login.example.com',
      expect.stringMatching(/^Replace it\. It ends on \d{4}-\d\d-\d\d \d\d:\d\d UTC\.$/),
    ])
    expect(await cells('rotation-unfinished-old')).toEqual([
      'Rotating',
      'orders.shop.example',
      expect.stringMatching(/^Move its hostnames to rotation-unfinished-new\. It is still in use, though /),
    ])
    for (const [hostname, why] of [
      ['staging', 'its association with fine-rsa is off'],
      ['retired', "its association with fine-ed25519 was voided, and the zone's own store is off"],
      ['forgotten', "it has no association, and the zone's own store is off"],
    ])
      expect(await cells(`${hostname}.example.com`)).toEqual([
        'No certificate',
        'presents none',
        expect.stringContaining(`No client certificate is presented for ${hostname}.example.com: ${why}.`),
      ])
  })

  test('the log leads to the row, and the row to its silences', async () => {
    const { url, program } = running()
    const [, address = ''] = await program.saw(/"event":"state_changed"[^\n]*"url":"([^"]+)"/)
    expect(address).toMatch(/^https:\/\/exporter\.example\.com\/certs\/\?open=/)
    const { page } = await open({ url: `${url}/${address.slice(address.indexOf('?'))}` })
    const silence = page.locator('#details').getByRole('link', { name: 'create a silence' })
    expect(await silence.getAttribute('href')).toMatch(
      /^https:\/\/alerts\.example\.com\/#\/silences\/new\?filter=%7Bkind/,
    )
  })

  test('everything critical is on the first screen, or one click from a tile that is', async () => {
    const { page } = await open({ url: running().url })
    for (const [width, height] of [
      [1440, 900],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height })
      const hidden: string[] = await page.evaluate(`(() => {
        const isSeen = (element) => element.getBoundingClientRect().bottom <= ${height}
        const tiles = [...document.querySelectorAll('.totals a')].filter(isSeen)
        return [...document.querySelectorAll('tr.v-critical')].flatMap((row) => {
          const word = row.querySelector('.badge').textContent
          return isSeen(row) || tiles.some((tile) => tile.textContent.endsWith(word)) ? [] : [row.textContent]
        })
      })()`)
      expect(hidden, `${width} by ${height}`).toEqual([])
    }
  })

  test('nothing overflows at any width, be the font wide or narrow, and be a row open or not', async () => {
    // The condensed one is about as wide as Inter.
    const fonts = ['DejaVu Sans', 'DejaVu Sans Condensed']
    const { page } = await open({ url: running().url, bypassCSP: true })
    await page.getByRole('link', { name: 'documentation-example' }).click()
    await page.locator('#details').waitFor()
    for (const font of fonts) {
      await page.addStyleTag({ content: `body{font-family:"${font}"!important}` })
      for (const width of [360, 390, 480, 640, 768, 896, 1024, 1152, 1280, 1344, 1440, 1600, 1920]) {
        await page.setViewportSize({ width, height: 900 })
        const needed = await page.evaluate('document.documentElement.scrollWidth')
        expect(needed, `${font}, ${width}`).toBeLessThanOrEqual(width)
      }
    }
  })

  test('a desktop shows thirty rows, a tablet a table, and a phone four cards and twelve months', async () => {
    const { page } = await open({ url: running().url })
    const seen = `[...document.querySelectorAll('#results tbody tr')].filter((row) => row.getBoundingClientRect().bottom <= innerHeight).length`
    await page.setViewportSize({ width: 1024, height: 768 })
    expect(await page.evaluate(`getComputedStyle(document.querySelector('#results tbody tr')).display`)).toBe(
      'table-row',
    )
    await page.setViewportSize({ width: 390, height: 844 })
    expect(
      await page.evaluate(`document.querySelector('.year li:last-child').getBoundingClientRect().right`),
    ).toBeLessThan(390)
    expect(await page.evaluate(seen)).toBeGreaterThanOrEqual(4)
    await page.setViewportSize({ width: 1440, height: 900 })
    expect(await page.evaluate(seen)).toBeGreaterThanOrEqual(30)
  })
})

describeWithTools([chromiumProgram], 'the page in an outage', () => {
  const running = useExporter(() => true, { schedule: '2s' })
  const open = useBrowser()

  test('says so, and goes on showing what was known', async () => {
    const { simulator, url, program } = running()
    await program.saw(/"event":"cycle_done"/)
    const before = await open({ url })
    const names = await before.page.locator('.opener').allInnerTexts()
    const states = await badges(before.page)
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
    expect(await badges(page)).toEqual(states)
    const fine = page.locator('tr', { has: page.getByRole('link', { name: 'fine-rsa', exact: true }) })
    const stateOfFine = async () => {
      await page.reload()
      return fine.locator('.c-seen').innerText()
    }
    await expect.poll(stateOfFine, { timeout: 30_000 }).toMatch(/^as of \d\d:\d\d UTC$/)
    expect(await badges(page)).toEqual(states)
    const ended = page.locator('tr', { hasText: 'ended-three-days-ago' })
    expect(await ended.locator('.badge').innerText()).toBe('Expired')
  })
})

/** The state of each certificate, by its name. */
async function badges(page: Page): Promise<Readonly<Record<string, string>>> {
  const rows = await page.locator('#results tbody tr').all()
  const cells = rows.map(async (row) => [
    await row.locator('.opener').innerText(),
    await row.locator('.badge:not(.drill)').innerText(),
  ])
  return Object.fromEntries(await Promise.all(cells))
}
