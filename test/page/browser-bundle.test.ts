import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleOfThisRun } from '../run/bundle.ts'
import { type Program, startProgram } from '../support/program.ts'
import { describeWithTools } from '../support/tools.ts'
import { chromiumProgram, namesOn, useBrowser } from './support/browser.ts'

describeWithTools([chromiumProgram], 'the page out of the bundle', () => {
  const open = useBrowser()
  let program: Program | undefined

  beforeAll(async () => {
    program = startProgram(process.execPath, [await bundleOfThisRun(), 'demo', '--listen', '127.0.0.1:0'])
  })
  afterAll(async () => {
    program?.kill('SIGTERM')
    await program?.exit
  })

  // Part of the script is a function of the program, which the bundler writes anew.
  test('its script runs, and the policy has its hash', async () => {
    const [, url = ''] = (await program?.saw(/the page +(http\S+)/)) ?? []
    await program?.saw(/"event":"cycle_done"/)
    const { page, complaints } = await open({ url })
    const clock = page.locator('.fresh time').first()
    await expect.poll(() => clock.innerText(), { timeout: 20_000 }).toMatch(/^\d+ seconds ago$/)
    await page.locator('#q').fill('fine-rsa')
    await expect.poll(() => namesOn(page)).toEqual(['fine-rsa'])
    expect(complaints).toEqual([])
  })
})
