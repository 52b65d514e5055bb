import { readdirSync } from 'node:fs'
import { beforeEach, expect, test } from 'vitest'
import { htmlOf } from '../../bundle/runbook-html.ts'
import { reset, useServed } from '../page/support/served.ts'

const served = useServed()
beforeEach(() => reset(served()))
const names = readdirSync('docs/runbooks').map((file) => file.replace('.md', ''))

async function page(path: string) {
  const answer = await fetch(`${served().url}/runbooks${path}`)
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

test('every runbook is served, by its name and by that of its file, and every link between them leads somewhere', async () => {
  expect(names.length).toBeGreaterThan(20)
  for (const name of names) {
    const { status, text } = await page(`/${name}`)
    expect(status, name).toBe(200)
    expect(await page(`/${name}.md`)).toMatchObject({ status: 200, text })
    for (const [, href = ''] of text.matchAll(/<a href="([^":]+)"/g)) {
      if (href.startsWith('..')) continue
      const [target = '', anchor] = href.split('#')
      const linked = await page(`/${target}`)
      expect(linked.status, `${name}: ${href}`).toBe(200)
      if (anchor) expect(linked.text, `${name}: ${href}`).toContain(`id="${anchor}"`)
    }
  }
})

test('the list names them all', async () => {
  const { text } = await page('')
  for (const name of names) expect(text).toContain(`<a href="runbooks/${name}">`)
})

test('it has the style that its policy allows, and no script', async () => {
  const { headers, text } = await page('/CloudflareCertExpired')
  expect(headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; style-src 'sha256-[^']+'; img-src data:; /,
  )
  expect(text).not.toMatch(/<script| style=| on[a-z]+="/)
})

test.each(['/nothing', '/__proto__', '/..%2Fpackage', '/a/b'])('%s is none', async (path) => {
  expect((await page(path)).status).toBe(404)
})

test('they are off where the page is off', async () => {
  served().isOn = false
  expect((await page('/CloudflareCertExpired')).status).toBe(404)
})

test('a link that leads out of the runbooks leads to the repository, and HTML in a runbook stops the build', () => {
  expect(htmlOf('[a](../sharding.md#x)')).toContain('/blob/main/docs/sharding.md#x"')
  expect(() => htmlOf('a <b>c</b>')).toThrow('HTML')
})
