import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asciiHostname } from '../../src/hostname.ts'
import { config, problems, zoneId } from './support.ts'

function withHostnames(...names: readonly string[]): string {
  return `hostnames:\n${names.map((name) => `  - {zone_id: ${zoneId}, hostname: ${JSON.stringify(name)}}\n`).join('')}`
}

describe('a hostname is what the DNS and Cloudflare have', () => {
  test.each([
    ['App.Example.COM', 'app.example.com'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['BÜCHER.example', 'xn--bcher-kva.example'],
    ['例え.jp', 'xn--r8jz45g.jp'],
    ['*.example.com', '*.example.com'],
    ['_dmarc.example.com', '_dmarc.example.com'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
  ])('%s is %s', (written, hostname) => {
    expect(config(withHostnames(written)).watch.hostnames).toMatchObject([{ hostname }])
  })

  test('one name in two spellings is one hostname', () => {
    expect(problems(withHostnames('bücher.example', 'xn--bcher-kva.example'))).toEqual([
      expect.stringMatching(/^config\.yaml:3:\d+: hostnames\[1\]: the same hostname as hostnames\[0\] in line 2/),
    ])
  })

  test.each([
    '\u00ad',
    'a\ufffdb.example',
    `${'ü'.repeat(200)}.example`,
    'app.example.com.',
    'bücher.example.',
    'bücher.example\u3002',
    'app.example\uff0e',
    'a..example',
    'ü\u3002\u3002example',
  ])('%j is none, and its place is told', (name) => {
    expect(problems(withHostnames(name))).toEqual([
      expect.stringMatching(/^config\.yaml:2:\d+: hostnames\[0\]\.hostname: /),
    ])
  })
})

test('whatever it is, its form is in ASCII and stays what it is, and Unicode brings no empty label', () => {
  const dots = fc.constantFrom('.', '\u3002', '\uff0e', '\uff61')
  const names = fc.array(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 5 }), dots)).map((parts) => parts.join(''))
  fc.assert(
    fc.property(names, (name) => {
      const once = asciiHostname(name)
      if (once === undefined) return
      expect(once).toMatch(/^[\u0021-\u007e]*$/)
      expect(asciiHostname(once)).toBe(once)
      if (!/^[!-~]*$/.test(name)) expect(once.split('.')).not.toContain('')
    }),
  )
})
