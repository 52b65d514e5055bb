import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import process from 'node:process'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { defaultCredentials } from '../../src/simulator/api/credentials.ts'
import { demoFleet } from '../../src/simulator/fleet/demo-fleet.ts'
import { startSimulator } from '../../src/simulator/simulator.ts'
import { startBrowser } from '../../test/page/support/browser.ts'
import { writeConfiguration } from '../../test/support/configuration.ts'
import { startExporter } from '../../test/support/program.ts'
import { demoHistory } from './demo-history.ts'
import { layoutFile, pageLayout } from './page-layout.ts'

interface Shot {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly scheme?: 'light' | 'dark'
  readonly media?: 'print'
  /** The name of the certificate to open. */
  readonly open?: string
}

const sizes = [
  [360, 740],
  [768, 900],
  [1024, 768],
  [1280, 800],
  [1920, 900],
] as const
const schemes = ['light', 'dark'] as const

const shots: readonly Shot[] = [
  ...sizes.flatMap(([width, height]) =>
    schemes.map((scheme): Shot => ({ name: `${width}-${scheme}`, width, height, scheme })),
  ),
  { name: 'opened', width: 1280, height: 1000, open: 'intermediate-ends-first' },
  { name: 'print', width: 1040, height: 700, media: 'print' },
]

// npm run screenshots: writes docs/images, of the demo's fleet with its hostnames and with a history.
const fleet = await demoFleet({ now: new Date() })
const inNinetyDays = new Date(Date.now() + 90 * 86_400_000).toISOString()
const credentials = { ...defaultCredentials, tokenExpiresOn: inNinetyDays }
const simulator = await startSimulator({ fleet, credentials, clock: () => new Date() })
const configuration = await writeConfiguration(simulator, fleet.certificates, {
  schedule: '@hourly',
  state: { path: 'state.json' },
  hostnames: fleet.hostnames?.map(({ zoneId, zone, hostname }) => ({ zone_id: zoneId, zone, hostname })),
})
await writeFile(`${dirname(configuration.path)}/state.json.history`, demoHistory(fleet.certificates, new Date()))
const program = startExporter(['run', '--config', configuration.path])
const browser = await startBrowser()
try {
  const [, url = ''] = await program.saw(/"url":"([^"]+)"/)
  await program.saw(/"event":"cycle_done"/)
  await mkdir('docs/images', { recursive: true })
  for (const shot of shots) await shoot(browser, url, shot)
  await writeFile(layoutFile, pageLayout())
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
  const path = `docs/images/status-page-${name}.webp`
  await writeFile(path, await losslessWebp(browser, await page.screenshot()))
  process.stdout.write(`${path}\n`)
  await context.close()
}

/** A third of the size of the PNG. */
async function losslessWebp(browser: Browser, png: Buffer): Promise<Buffer> {
  const page = await browser.newPage()
  const url = await page.evaluate<string>(`(async () => {
    const image = await createImageBitmap(await (await fetch('data:image/png;base64,${png.toString('base64')}')).blob())
    const canvas = document.createElement('canvas')
    canvas.width = image.width
    canvas.height = image.height
    canvas.getContext('2d').drawImage(image, 0, 0)
    return canvas.toDataURL('image/webp', 1)
  })()`)
  await page.close()
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')
}
