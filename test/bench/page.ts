import { statusRoutes } from '../../src/daemon/status-routes.ts'
import { AnswerMemory } from '../../src/http/answer-memory.ts'
import { healthRoutes } from '../../src/http/health-routes.ts'
import { listen } from '../../src/http/server.ts'
import { certificatesOf } from '../../src/inventory/snapshot.ts'
import { quietDaemon } from '../page/support/facts.ts'
import { noon, snapshotOf, watched } from '../page/support/fleet.ts'
import { type Figure, figure, median, tell } from './figure.ts'

/** How long the first byte of page and JSON takes, over a real socket. */
export async function benchPage(certificates: number): Promise<readonly Figure[]> {
  let snapshot = fleetOf(certificates)
  const routes = statusRoutes(
    {
      isOn: () => true,
      now: () => noon,
      snapshot: () => snapshot,
      certificates: () => certificatesOf(snapshot),
      daemon: () => quietDaemon,
      history: () => [],
      redact: (text) => text,
    },
    new AnswerMemory(() => undefined),
  )
  const probes = healthRoutes(() => true)
  const server = await listen({ host: '127.0.0.1', port: 0 }, { ...probes, ...routes }, () => undefined)
  const figures: Figure[] = []
  try {
    tell('page: the health')
    const pages: number[] = []
    const health: number[] = []
    // By turns, so that the machine is equally busy for both.
    for (let i = 0; i < 50; i++) {
      health.push(await firstByte(`${server.url}/healthz`))
      pages.push(await firstByte(`${server.url}/`))
    }
    figures.push(
      figure({
        what: `first byte of the page at ${certificates} certificates, while nothing is new`,
        ours: median(pages),
        unit: 'ms',
        reference: { value: median(health), what: '/healthz' },
        target: { of: 'ratio', atMost: 5 },
      }),
    )
    figures.push(await benchCalendar(server.url, certificates))
    for (const [what, path] of [
      ['the page', '/'],
      ['the page, a search', '/?q=certificate-77'],
      ['the page, by name, its last hundred', '/?sort=name&page=100'],
      ['a hundred as JSON', '/api/v1/certificates'],
    ] as const) {
      tell(`page: ${what}`)
      const again = await often(() => firstByte(server.url + path))
      const anew = await often(() => {
        snapshot = fleetOf(certificates)
        return firstByte(server.url + path)
      })
      figures.push(
        figure({
          what: `first byte of ${what} at ${certificates} certificates`,
          ours: median(again),
          unit: 'ms',
          reference: { value: median(anew), what: 'when every certificate has changed' },
          target: { of: 'ours', atMost: 100 },
        }),
      )
    }
  } finally {
    await server.stop(0)
  }
  return figures
}

/** The first one makes every entry, and a later one only what has changed. */
async function benchCalendar(url: string, certificates: number): Promise<Figure> {
  tell('page: the calendar')
  const first = await wholeAnswer(`${url}/calendar.ics`)
  const later = median(await often(() => wholeAnswer(`${url}/calendar.ics`)))
  const reference = { value: later, what: 'when nothing has changed' }
  const what = `the first calendar of ${certificates} certificates, to its last byte`
  return figure({ what, ours: first, unit: 'ms', reference, target: { of: 'ours', atMost: 2000 } })
}

async function wholeAnswer(url: string): Promise<number> {
  const startedAt = performance.now()
  await (await fetch(url)).arrayBuffer()
  return performance.now() - startedAt
}

function fleetOf(certificates: number) {
  return snapshotOf(
    Array.from({ length: certificates }, (_, i) =>
      watched({
        number: i,
        name: `certificate-${i}`,
        daysLeft: (i * 7) % 360,
        use: { hostnames: [`host-${i}.shop.example`], inUse: true },
      }),
    ),
  )
}

/** In milliseconds, until the headers are there. */
async function firstByte(url: string): Promise<number> {
  const startedAt = performance.now()
  const answer = await fetch(url, { headers: { 'accept-encoding': 'gzip' } })
  const took = performance.now() - startedAt
  await answer.arrayBuffer()
  return took
}

async function often(measure: () => Promise<number>): Promise<readonly number[]> {
  const times: number[] = []
  for (let i = 0; i < 21; i++) times.push(await measure())
  return times
}
