import { mkdir } from 'node:fs/promises'
import process from 'node:process'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { defaultCredentials } from '../../src/simulator/api/credentials.ts'
import { demoFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import { startSimulator } from '../../src/simulator/simulator.ts'
import { startBrowser } from '../../test/page/support/browser.ts'
import { writeConfiguration } from '../../test/support/configuration.ts'
import { startExporter } from '../../test/support/program.ts'

interface Shot {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly scheme?: 'light' | 'dark'
  readonly media?: 'print'
  /** The name of the certificate to open. */
  readonly open?: string
}

const shots: readonly Shot[] = [
  { name: 'light', width: 1280, height: 860 },
  { name: 'dark', width: 1280, height: 1120, scheme: 'dark', open: 'documentation-example' },
  { name: 'phone', width: 360, height: 760 },
  { name: 'print', width: 1040, height: 1060, media: 'print' },
]

// npm run screenshots: writes docs/images, of the demo's fleet with its hostnames.
const fleet = await demoFleet({ now: new Date() })
const inNinetyDays = new Date(Date.now() + 90 * 86_400_000).toISOString()
const credentials = { ...defaultCredentials, tokenExpiresOn: inNinetyDays }
const simulator = await startSimulator({ fleet, credentials, clock: () => new Date() })
const configuration = await writeConfiguration(simulator, fleet.certificates, {
  schedule: '@hourly',
  hostnames: fleet.hostnames?.map(({ zoneId, zone, hostname }) => ({ zone_id: zoneId, zone, hostname })),
})
const program = startExporter(['run', '--config', configuration.path])
const browser = await startBrowser()
try {
  const [, url = ''] = await program.saw(/"url":"([^"]+)"/)
  await program.saw(/"event":"cycle_done"/)
  await mkdir('docs/images', { recursive: true })
  for (const shot of shots) await shoot(browser, url, shot)
} finally {
  await browser.close()
  program.kill('SIGTERM')
  await program.exit
  await simulator.close()
  await configuration.remove()
}

async function shoot(
  browser: Browser,
  url: string,
  { name, width, height, scheme = 'light', media, open }: Shot,
): Promise<void> {
  const options: BrowserContextOptions = { viewport: { width, height }, colorScheme: scheme, locale: 'en-GB' }
  const context = await browser.newContext(options)
  const page = await context.newPage()
  await page.goto(url)
  if (open !== undefined) {
    await page.getByRole('link', { name: open }).click()
    await page.locator('#details').waitFor()
  }
  if (media) await page.emulateMedia({ media })
  const path = `docs/images/status-page-${name}.png`
  await page.screenshot({ path })
  process.stdout.write(`${path}\n`)
  await context.close()
}
