import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { describeWithTools } from '../support/tools.ts'

const run = promisify(execFile)
const path = 'deploy/systemd/cloudflare-cert-exporter.service'
const unit = readFileSync(path, 'utf8')

test('the unit starts the file that docs/install-systemd.md installs', () => {
  const [, started = ''] = /^ExecStart=.* (\/\S+\.mjs) run /m.exec(unit) ?? []
  expect(readFileSync('docs/install-systemd.md', 'utf8')).toMatch(new RegExp(`^sudo install .* ${started}$`, 'm'))
})

describeWithTools(['systemd-analyze'], 'the unit in systemd-analyze', () => {
  test('has nothing that systemd does not know', async () => {
    const { stderr } = await run('systemd-analyze', ['verify', '--man=no', path]).catch((error) => error)
    // The program itself is not installed here.
    const complaints = stderr
      .split('\n')
      .filter((line: string) => line.includes('.service:') && !/not executable/.test(line))
    expect(complaints).toEqual([])
  })

  test('is as closed as docs/install-systemd.md says: 1.3 of 10', async () => {
    const args = ['security', '--offline=yes', '--threshold=13', '--no-pager', path]
    await expect(run('systemd-analyze', args)).resolves.toMatchObject({ stderr: '' })
  })
})
