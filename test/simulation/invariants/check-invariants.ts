import type { Severity } from '../../../src/judgement/severity.ts'
import type { CertificateTruth } from '../cloudflare/truth.ts'
import { type CheckAnswer, check } from '../host/virtual-check.ts'
import type { World } from '../world/world.ts'
import { type ExpiryAlert, expiryAlertOf } from './expiry-alert.ts'

/** Runs `check` now and then, and compares what it says with what really is, and so with the alerts. */
export class CheckNowAndThen {
  readonly #world: World

  constructor(world: World) {
    this.#world = world
    this.#plan()
  }

  #plan(): void {
    const { chance, time } = this.#world
    const own = chance.stream('check')
    const next = () =>
      time.after(own.wait(checksPerDay), () => {
        const startedAt = time.now
        const { configuredSince } = this.#world
        void check(this.#world, own)
          .then((answer) => {
            const isSame = configuredSince !== undefined && configuredSince === this.#world.configuredSince
            if (answer && isSame) judge(this.#world, answer, startedAt)
          })
          .catch((error: unknown) => this.#world.violate('no exception', `check: ${error}`, []))
          .finally(next)
      })
    next()
  }
}

/** It costs as much as a cycle. */
const checksPerDay = 1

const exitCodes = { ok: 0, info: 0, warning: 1, critical: 2, unknown: 3 } as const
const nagiosWords = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'] as const

/** @param startedAt what changes after it may be seen or not */
function judge(world: World, answer: CheckAnswer, startedAt: number): void {
  const { report, exitCode, nagios } = answer
  const broken = (text: string, about: readonly string[] = []) => world.violate('check says what is so', text, about)
  if (exitCode !== exitCodes[report.severity]) broken(`it ends with ${exitCode}, and it is ${report.severity}`)
  if (!nagios.startsWith(`${nagiosWords[exitCode]} - `)) broken(`it ends with ${exitCode}, and prints ${nagios}`)
  const said = new Map(
    report.certificates.map((each) => [
      `${each.kind}/${each.zone_id ?? each.account_id}/${each.certificate_id}`,
      each.severity,
    ]),
  )
  for (const truth of world.truth.certificates.values()) {
    const good = world.weather.goodSince(truth.zoneId)
    const isSame = world.truth.present(truth).from < startedAt
    if (!isSame || good === undefined || good > startedAt) continue
    const wrong = wrongOf(world, truth, said.get(truth.key), exitCode)
    if (wrong) broken(`${truth.key} ${wrong}`, [truth.key])
  }
  const isBlocked = (zoneId: string) => (world.weather.blockedSince(zoneId) ?? startedAt) < startedAt
  const blocked = [...world.estate.zones.keys()].find(isBlocked)
  if (blocked !== undefined && exitCode === 0) broken('it ends with 0, and a zone cannot be read', [blocked])
}

function wrongOf(
  world: World,
  truth: CertificateTruth,
  severity: Severity | undefined,
  exitCode: number,
): string | undefined {
  const version = world.truth.present(truth)
  const { exists, lifetime, presented, end, afterlife = 'none' } = version
  if (afterlife !== 'none') return undefined
  if (exists !== (severity !== undefined)) return exists ? 'is there, and not shown' : 'is gone, and shown'
  if (severity === undefined) return undefined
  const [ofZone] = world.terms.possible(truth.zoneId, lifetime, true)
  const thresholds = version.thresholds ?? ofZone
  const right = severityOf(presented ? expiryAlertOf(end - world.time.now, thresholds) : undefined)
  // An unused one is fine, and may be worth a word.
  if (severity !== right && !(right === 'ok' && severity === 'info')) return `is ${severity}, and should be ${right}`
  return exitCode === 0 && right !== 'ok' ? `is ${right}, and it ends with 0` : undefined
}

function severityOf(alert: ExpiryAlert | undefined): Severity {
  if (alert === undefined) return 'ok'
  return alert === 'CloudflareCertExpirySoon' ? 'warning' : 'critical'
}
