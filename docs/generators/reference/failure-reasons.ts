import { answerRules } from '../../../src/cloudflare/envelope.ts'
import type { FailureOwner } from '../../../src/cloudflare/failure.ts'
import { checkFailureReasons, checkFailures } from '../../../src/inventory/check-failure.ts'
import { code, markdownTable } from './markdown.ts'

const owners: Readonly<Record<FailureOwner, string>> = {
  operator: 'you: configuration, credentials or host',
  network: 'the network between you and Cloudflare',
  cloudflare: 'Cloudflare',
  certificate: 'whoever uploaded the certificate',
  program: 'this program',
}

/** The reasons for which something could not be read, and the answers of Cloudflare that give them. */
export function failureReasonTables(): string {
  const reasons = checkFailureReasons.map((reason) => {
    const { sentence, remedy, owner, mayPass } = checkFailures[reason]
    return [code(reason), sentence, owners[owner], remedy, mayPass ? 'yes' : 'no']
  })
  const answers = answerRules.map(({ reason, answer }) => [answer, code(reason)])
  return [
    markdownTable(['reason', 'what happened', 'who can mend it', 'what to do', 'tried again at once'], reasons),
    '## Which answer gives which reason\n',
    'The first row that fits decides.\n',
    markdownTable(
      ['answer', 'reason'],
      [...answers, ['any other answer that carries no result', code('bad_response')]],
    ),
  ].join('\n')
}
