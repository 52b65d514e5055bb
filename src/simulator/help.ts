import { faultKinds } from './faults/kinds.ts'
import type { Parameter } from './faults/parameters.ts'
import type { SimulatedCertificate } from './model.ts'
import type { Store } from './store.ts'

/** What `GET /simulator` says. `origin` is how the reader got here. */
export function controlHelp(origin: string, store: Store): string {
  const faults = `${origin}/simulator/faults`
  return `A simulated Cloudflare API. Play an outage:

  curl -X POST ${faults} -d '{"fault": "status", "status": 503, "code": 0, "message": "Service unavailable"}'
  curl -X POST ${faults} -d '{"fault": "html", "page": "rate_limited", "times": 5}'
  curl -X POST ${faults} -d '[{"fault": "slow", "ms": 2000}, {"fault": "cut_off", "probability": 0.3}]'
  curl -X POST ${faults} -d '{"fault": "null_result", "path": "/hostnames/certificates"}'
  curl ${faults}
  curl -X DELETE ${faults}

"path": only requests whose path contains this text. "times": so many requests. "probability": 0 to 1.
The oldest fault that is aimed at a request hits it; "slow" comes on top.

Faults and their parameters

${Object.entries(faultKinds).map(describeFault).join('\n')}

Certificates and what must be seen of them

${store.all().slice(0, 100).map(describeCertificate).join('\n')}
`
}

function describeFault([name, { about, parameters }]: [string, { about: string; parameters: object }]): string {
  const lines = Object.entries<Parameter<unknown>>({ ...parameters }).map(
    ([parameter, { fallback, shape }]) => `      ${parameter}: ${shape}, default ${JSON.stringify(fallback)}`,
  )
  return [`  ${name}: ${about}`, ...lines].join('\n')
}

function describeCertificate({ name, zone, kind, certificateId, about, expectation }: SimulatedCertificate): string {
  const { state, reason } = expectation
  const seen = reason === undefined ? state : `${state} (${reason})`
  return `  ${certificateId}  ${kind.padEnd(8)}  ${zone.padEnd(15)}  ${name.padEnd(23)}  ${seen}: ${about}`
}
