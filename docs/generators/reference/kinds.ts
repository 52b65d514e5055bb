import { bundleKind } from '../../../src/kinds/displayed-kinds.ts'
import type { StatusClass } from '../../../src/kinds/kind.ts'
import {
  type CertificateKind,
  certificateKinds,
  defaultKind,
  kinds,
  kindsReadByDefault,
} from '../../../src/kinds/kinds.ts'
import { code, codes, markdownTable } from './markdown.ts'

const meanings: Readonly<Record<StatusClass, string>> = {
  fine: 'nothing to do',
  pending: 'normal for an hour, a warning afterwards',
  failed: 'Cloudflare gave up: critical',
  ended: 'it is past its end, which the expiry alerts say',
  off: 'the certificate is over: no expiry, no alert',
}

/** The kinds of certificates: one section each, from the table in `src/kinds/`. */
export function kindSections(): string {
  return [...certificateKinds.map(section), bundleSection()].join('\n')
}

/** What helps to choose kinds: one row each. */
export function kindChoiceTable(): string {
  const rows = certificateKinds.map((kind) => {
    const { words, permission, scope, plan, thresholds, authorityThresholds } = kinds[kind]
    const own = thresholds ? `${thresholds.warning}, ${thresholds.critical}` : 'yours, else 30d, 14d'
    const ofAuthorities = authorityThresholds
      ? `; authorities ${authorityThresholds.warning}, ${authorityThresholds.critical}`
      : ''
    const where = scope === 'zone' ? '`zones`, `discover_zones`' : '`accounts`'
    return [
      code(kind),
      words.description,
      words.breaks,
      where,
      permission,
      plan ?? 'every plan',
      `${own}${ofAuthorities}`,
    ]
  })
  const header = [
    '`kind`',
    'what it is',
    'what breaks when it ends',
    'you write',
    'the token needs',
    'plan',
    'warning, critical',
  ]
  return markdownTable(header, rows)
}

/** Cloudflare does not keep these, so that most of what the others have is missing. */
function bundleSection(): string {
  const { words, thresholds } = bundleKind
  const facts = [
    ['what it is', words.description],
    ['what breaks when it ends', words.breaks],
    ['kept in', 'a file on the exporter’s disk, which `bundles` names'],
    ['permission of the token', 'none: Cloudflare is not asked'],
    ['warning, critical', `${thresholds.warning}, ${thresholds.critical}`],
    ['identity', '`kind` and `certificate_id`, and neither `zone_id` nor `account_id`'],
  ]
  return [`## ${code('bundle')}\n`, markdownTable(['', ''], facts)].join('\n')
}

function section(kind: CertificateKind): string {
  const { words, permission, scope, endpoints, statuses } = kinds[kind]
  const facts = [
    ['what it is', words.description],
    ['what breaks when it ends', words.breaks],
    ['kept in', scope === 'account' ? 'an account' : 'a zone'],
    ['permission of the token', permission],
    ['list', code(`GET ${endpoints.list}`)],
    ['one certificate', code(`GET ${endpoints.byId}`)],
    ['watched without `kinds`', kindsReadByDefault.some((each) => each === kind) ? 'yes' : 'no'],
    ['an entry of `certificates` without `kind` is of this kind', kind === defaultKind ? 'yes' : 'no'],
  ]
  const words_ = Map.groupBy(Object.entries(statuses), ([, meaning]) => meaning)
  const rows = [...words_].map(([meaning, group]) => [codes(group.map(([word]) => word)), meanings[meaning]])
  return [`## ${code(kind)}\n`, markdownTable(['', ''], facts), markdownTable(['status', 'what it means'], rows)].join(
    '\n',
  )
}
