import { minuteOf } from '../instant.ts'
import type { CredentialThing } from '../judged-thing.ts'
import type { Advice } from './advice.ts'

const runbooksOfRefusal: Readonly<Record<CredentialThing['credential']['kind'], string>> = {
  token: 'CloudflareTokenInvalid',
  key: 'CloudflareCredentialRefused',
}

export function adviceOnCredential({ state, credential }: CredentialThing): Advice {
  const { name, kind, unreadable, expiresOn, heldBack } = credential
  switch (state) {
    case 'unreadable': {
      const sentence = `Credential ${name} cannot be read, so no request is sent with it: ${unreadable ?? 'the reason is not known'}.`
      return { sentence, action: 'Put the credential’s file right', runbook: 'CloudflareCredentialUnreadable' }
    }
    case 'refused': {
      const detail = heldBack ? ` (${heldBack.detail})` : ''
      const sentence = `Cloudflare refuses credential ${name}${detail}: nothing that is asked for with it is seen any more.`
      const runbook = runbooksOfRefusal[kind]
      return { sentence, action: `Renew ${name}`, runbook }
    }
    case 'ends_soon':
      return {
        sentence: `The token ${name} ends on ${minuteOf(expiresOn)}.`,
        action: `Renew ${name}`,
        runbook: 'CloudflareTokenExpirySoon',
      }
    case 'ended':
      return {
        sentence: `The token ${name} ended on ${minuteOf(expiresOn)}.`,
        action: `Renew ${name}`,
        runbook: 'CloudflareTokenExpirySoon',
      }
    case 'unknown':
      return { sentence: `Nothing is known of credential ${name} yet.`, action: undefined, runbook: undefined }
    case 'ok':
      return { sentence: `Cloudflare accepts credential ${name}.`, action: undefined, runbook: undefined }
  }
}
