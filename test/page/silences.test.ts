import { expect, test } from 'vitest'
import { silences } from '../../src/page/silences.ts'
import { factsOf } from './support/facts.ts'
import { hostname, snapshotOf, store, watched, working } from './support/fleet.ts'

const shop = '023e105f4ecef8ad9ca31a8372d0c353'
const id = '5e4f1c2a-7b3d-4e60-9a8c-000000000001'
const snapshot = snapshotOf([watched({ number: 1, name: 'x' })], {
  hostnames: new Map([['app.shop.example', hostname('app.shop.example', undefined)]]),
  stores: store(working),
})

/** The filter of every link of each thing, by the word for the thing. */
function filters(alertmanagerUrl: string | undefined) {
  const facts = factsOf(snapshot, '', { alertmanagerUrl })
  return facts.things.map((thing) => {
    const links = silences(thing, facts).flatMap(({ text }) => [...text.matchAll(/href="([^"]+)"/g)])
    return [thing.thing, links.map(([, href = '']) => decodeURIComponent(href))]
  })
}

test('each thing leads to the silences of its alerts, by the labels that identify it', () => {
  const both = (matchers: string) =>
    ['/new', ''].map((path) => `https://alerts.example.com/am/#/silences${path}?filter={${matchers}}`)
  expect(filters('https://alerts.example.com/am')).toEqual([
    ['certificate', both(`kind="hostname",zone_id="${shop}",certificate_id="${id}"`)],
    ['hostname', both(`zone_id="${shop}",hostname="app.shop.example"`)],
    ['list', both(`alertname="CloudflareDiscoveryFailing",kind="hostname",zone_id="${shop}"`)],
    ['credential', both('alertname=~"Cloudflare(Token|Credential).+",credentials="default"')],
    ...factsOf(snapshot).things.flatMap(({ thing }) => (thing === 'daemon' ? [['daemon', []]] : [])),
  ])
})

test('there are no links where nobody said where Alertmanager is', () => {
  expect(filters(undefined).flatMap(([, links]) => links)).toEqual([])
})
