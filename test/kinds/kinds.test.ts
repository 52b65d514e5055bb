import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { displayedKinds, isCoveredWhenUnused } from '../../src/kinds/displayed-kinds.ts'
import {
  certificateKinds,
  idNames,
  isCertificateKind,
  kindPresentedFor,
  kinds,
  reachesOrigins,
} from '../../src/kinds/kinds.ts'

test('the list of kinds and the table name the same kinds', () => {
  expect(Object.keys(kinds)).toEqual([...certificateKinds])
  expect(certificateKinds.every(isCertificateKind)).toBe(true)
  expect(['drill', 'constructor', ''].some(isCertificateKind)).toBe(false)
})

test('no rule calls unused what another certificate covers', () => {
  const rules = readFileSync('deploy/prometheus/rules.yaml', 'utf8')
  const [, left = ''] = /last_over_time\(cloudflare_cert_in_use\{kind!~"([^"]*)"\}/.exec(rules) ?? []
  expect(left.split('|').sort()).toEqual(displayedKinds.filter(isCoveredWhenUnused).sort())
})

test('no two kinds share a path', () => {
  const paths = certificateKinds.flatMap((kind) => Object.values(kinds[kind].endpoints))
  expect(new Set(paths).size).toBe(paths.length)
})

describe.each(certificateKinds)('%s', (kind) => {
  const { endpoints, statuses, scope, use } = kinds[kind]

  test('its paths name the scope, and one of them the certificate', () => {
    expect(endpoints.list).toContain(`/${scope}s/{${idNames[scope]}}/`)
    expect(endpoints.byId).toBe(`${endpoints.list}/{certificate_id}`)
  })

  test('if it has statuses, one of them means that nothing is to be done', () => {
    const meanings: readonly string[] = Object.values(statuses)
    expect(meanings.length === 0 || meanings.includes('fine')).toBe(true)
  })

  test('it is the only one that is presented in its way', () => {
    if (use === 'hostnames' || use === 'zone') expect(kindPresentedFor[use]).toBe(kind)
  })
})

/** Those about origins and their CA files. All others take their words from the table of kinds. */
const ofOriginPulls = /^Cloudflare(OriginCa\w+|HostnameWithoutCert|DiscoveryFailing)$/

test('no alert calls a certificate of another kind a client certificate', () => {
  const [, ...alerts] = readFileSync('deploy/prometheus/rules.source.yaml', 'utf8').split('- alert: ')
  const naming = alerts
    .filter((alert) => /client certificate/i.test(alert))
    .map((alert) => /^\w+/.exec(alert)?.[0] ?? '')
  expect(naming.filter((name) => !ofOriginPulls.test(name))).toEqual([])
  expect(naming.length).toBeGreaterThan(1)
  for (const kind of certificateKinds.filter((each) => !reachesOrigins(each)))
    expect(Object.values(kinds[kind].words).join(' ')).not.toMatch(/client certificate/i)
})
