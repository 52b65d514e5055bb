import process from 'node:process'
import { type Browser, type BrowserContextOptions, type BrowserServer, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { patient } from '../../support/machine.ts'
import { hasTool, pathOfTool } from '../../support/tools.ts'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The first one is the same engine without windows, which takes half of the processor. */
const programs = ['chromium-headless-shell', 'chromium']

/** Debian's Chromium: the name of its program. */
export const chromiumProgram = programs.find(hasTool) ?? 'chromium'

const ours = { executablePath: pathOfTool(chromiumProgram) ?? chromiumProgram, args: flags }

/** Without a window and without a word to its maker. */
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
  /** Time passes for it as the test says: `page.clock`. */
  readonly hasOwnClock?: boolean
}

const desk = { width: 1360, height: 900 }

/**
 * A browser for all tests of a file, in which one visitor after the other sits down at the same page: a new one takes half a second
 * of the processor. The page keeps nothing of its own, and cookies there are none.
 */
export function useBrowser(): (visit: Visit) => Promise<WatchedPage> {
  const empty = new Map<string, Page>()
  let browser: Browser | undefined
  beforeAll(async () => {
    browser = await browserOfThisRun()
  })
  afterAll(() => browser?.close())

  async function newPage(options: BrowserContextOptions, hasOwnClock: boolean): Promise<Page> {
    const context = await browser?.newContext(options)
    context?.setDefaultTimeout(patient(30_000))
    if (hasOwnClock) await context?.clock.install()
    const page = await context?.newPage()
    if (!page) throw new Error('the browser has not been started')
    return page
  }

  return async ({ url, hasOwnClock = false, viewport = desk, colorScheme = null, ...more }) => {
    const options = { locale: 'en-GB', ...more }
    const key = JSON.stringify([options, hasOwnClock])
    const page = empty.get(key) ?? (await newPage(options, hasOwnClock))
    empty.delete(key)
    onTestFinished(async ({ task }) => {
      // A page that is left open refreshes itself for as long as the browser lives.
      if (task.result?.state === 'fail') return page.context().close()
      await leave(page)
      empty.set(key, page)
    })
    await page.setViewportSize(viewport ?? desk)
    await page.emulateMedia({ colorScheme })
    const watched = watch(page, new URL(url).origin)
    await page.goto(url)
    return watched
  }
}

function watch(page: Page, origin: string): WatchedPage {
  const elsewhere: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => {
    const to = request.url()
    if (!to.startsWith(`${origin}/`) && !to.startsWith('data:')) elsewhere.push(to)
  })
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => complaints.push(String(error)))
  return { page, elsewhere, complaints }
}

async function leave(page: Page): Promise<void> {
  page.removeAllListeners()
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  // On the same site it stays in its process.
  await page.goto(new URL('/nowhere', page.url()).href)
}

/** The names of the certificates, as they stand below each other. */
export function namesOn(page: Page): Promise<readonly string[]> {
  return page.locator('#results a.opener').allInnerTexts()
}
