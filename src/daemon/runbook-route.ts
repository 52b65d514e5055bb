import { createHash } from 'node:crypto'
import { isKnownTo } from '../api/answers.ts'
import { compressed } from '../http/compressed.ts'
import type { Handler } from '../http/routes.ts'
import { runbookDocument, runbookList, runbookPolicy } from '../page/runbook-document.ts'
import { htmlReply } from './html-reply.ts'
import { runbookBodies } from './runbook-bodies.ts'

/** `/runbooks` and `/runbooks/{name}`. The name may end in `.md`, as those of the files do to which `runbook_url` leads. */
export function runbookHandler(): Handler {
  let bodies: ReturnType<typeof runbookBodies> | undefined
  return async (request, _, { parameters: { name } }) => {
    bodies ??= runbookBodies()
    const all = await bodies
    const wanted = name?.replace(/\.md$/, '')
    const body = wanted !== undefined && Object.hasOwn(all, wanted) ? all[wanted] : undefined
    if (wanted !== undefined && body === undefined) return { status: 404, body: 'no such runbook\n' }
    const text = body === undefined ? runbookList(Object.keys(all)) : runbookDocument(wanted ?? '', body)
    const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
    const reply = htmlReply({ body: text, policy: runbookPolicy, etag, cacheControl: 'private, no-cache' })
    if (isKnownTo(request.headers['if-none-match'], etag)) return { ...reply, status: 304, body: '' }
    return compressed(request, reply)
  }
}
