import type { UnixSeconds } from '../certificate/model.ts'
import { faultWords } from '../report/advice/trust-advice.ts'
import { capitalised } from '../report/words.ts'
import type { FileTrust, MemberSource, PathMember } from '../trust/model.ts'
import { verdictAt } from '../trust/verdict.ts'
import { type Html, html, shortened } from './html.ts'
import { moment, since } from './times.ts'

const sourceWords: Readonly<Record<MemberSource, string>> = {
  leaf: 'the certificate itself',
  uploaded: 'uploaded with it',
  ca_file: 'in the CA file',
}

/** The verdict of one CA file: the path from the leaf up, and the certificate that ends it or is missing. */
export function trustOfFile({ file, partialChain, finding }: FileTrust, now: UnixSeconds): Html {
  const name = html`<bdi>${shortened(file, 512)}</bdi>${partialChain && ' (partial_chain)'}`
  const verdict = finding && verdictAt(finding, now)
  if (!verdict) return html`${name}: not known, the file could not be read yet`
  if (verdict.isTrusted) {
    const { members, ends } = verdict.path
    return html`${name}: trusted${path(members, (each) => each.notAfter === ends && html` <strong>It ends first.</strong>`, now)}`
  }
  const { fault, missing, members } = verdict.refusal
  const last = members.at(-1)
  const reason = html` <strong>${capitalised(faultWords[fault])}${missing !== undefined && html`: <bdi>${shortened(missing, 256)}</bdi> is missing`}.</strong>`
  return html`${name}: <strong>not trusted</strong>, <code>${fault}</code>${path(members, (each) => each === last && reason, now)}`
}

function path(members: readonly PathMember[], remark: (member: PathMember) => Html | false, now: UnixSeconds): Html {
  const lines = members.map((member) => {
    const { subject, notAfter, source, isWeaklySigned } = member
    const ends = notAfter < now ? 'ended' : 'ends'
    const weak = isWeaklySigned && ' It is signed with SHA-1 or an older hash, which OpenSSL 3 refuses by default.'
    return html`<li><bdi>${shortened(subject, 256)}</bdi>, ${sourceWords[source]}, ${ends} ${since(notAfter, now)}, on ${moment(notAfter)}.${weak}${remark(member)}</li>`
  })
  return html`<ol>${lines}</ol>`
}
