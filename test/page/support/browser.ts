import process from 'node:process'
import { type Browser, type BrowserContextOptions, type BrowserServer, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { patient } from '../../support/machine.ts'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const ours = { executablePath: '/usr/bin/chromium', args: flags }

/** Debian's Chromium, without a window and without a word to its maker. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch(ours)
}

/** One for other processes to connect to: a start takes as long as a dozen tests. */
export function serveBrowser(): Promise<BrowserServer> {
  return chromium.launchServer({ ...ours, host: '127.0.0.1' })
}

/** That of this run of the tests. */
function browserOfThisRun(): Promise<Browser> {
  const { TEST_RUN_BROWSER: endpoint } = process.env
  return endpoint === undefined ? startBrowser() : chromium.connect(endpoint)
}

/** A page, and everything about it that nobody wants to see. */
export interface WatchedPage {
  readonly page: Page
  /** Requests to anywhere but the server itself. */
  readonly elsewhere: readonly string[]
  /** What the console says: violations of the content security policy, errors of the script. */
  readonly complaints: readonly string[]
}

export interface Visit extends BrowserContextOptions {
  readonly url: string
}

/** A browser for all tests; each page is a visitor of its own, who goes when the test is over. */
export function useBrowser(): (visit: Visit) => Promise<WatchedPage> {
  let browser: Browser | undefined
  beforeAll(async () => {
    browser = await browserOfThisRun()
  })
  afterAll(() => browser?.close())
  return async ({ url, ...options }) => {
    const context = await browser?.newContext({ viewport: { width: 1360, height: 900 }, locale: 'en-GB', ...options })
    // A page that is left open refreshes itself for as long as the browser lives.
    onTestFinished(() => context?.close())
    context?.setDefaultTimeout(patient(30_000))
    const page = await context?.newPage()
    if (!page) throw new Error('the browser has not been started')
    const elsewhere: string[] = []
    const complaints: string[] = []
    page.on('request', (request) => {
      const to = request.url()
      if (!to.startsWith(`${new URL(url).origin}/`) && !to.startsWith('data:')) elsewhere.push(to)
    })
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`))
    page.on('pageerror', (error) => complaints.push(String(error)))
    await page.goto(url)
    return { page, elsewhere, complaints }
  }
}

/** The names of the certificates, as they stand below each other. */
export function namesOn(page: Page): Promise<readonly string[]> {
  return page.locator('#results a.opener').allInnerTexts()
}
