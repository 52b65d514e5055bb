import { type ResourceName, resourceNames } from '../store/resource.ts'
import { type Answer, jsonAnswer } from './answer.ts'
import { failure, list, single } from './envelope.ts'
import { askedPage } from './paging.ts'
import { type ResourceForm, resourceForms } from './resource-forms.ts'
import { type Asked, inAccount, inZone, type Route } from './route.ts'

/** Lists and single entries of every resource. */
export const resourceRoutes: readonly Route[] = resourceNames.flatMap((resource) => {
  const form = resourceForms[resource]
  const base = form.scope === 'zone' ? `/zones/:zone${form.path}` : `/accounts/:account${form.path}`
  const within = (answer: (asked: Asked, scopeId: string) => Answer) =>
    form.scope === 'zone'
      ? inZone(inPlan(resource, form, answer))
      : inAccount(form.permission, inPlan(resource, form, answer))
  return [
    { path: base, answer: within((asked, scopeId) => listResource(asked, resource, scopeId)) },
    { path: `${base}/:id`, answer: within((asked, scopeId) => getResource(asked, resource, scopeId)) },
    ...(resource === 'mtls_certificates'
      ? [{ path: `${base}/:id/associations`, answer: within(getServiceAssociations) }]
      : []),
  ]
})

type ScopedAnswer = (asked: Asked, scopeId: string) => Answer

function inPlan(resource: ResourceName, { notInPlan }: ResourceForm, answer: ScopedAnswer): ScopedAnswer {
  return (asked, scopeId) =>
    asked.store.resources.isInPlan(resource, scopeId)
      ? answer(asked, scopeId)
      : failure(403, [{ code: notInPlan, message: 'This feature is not available for your plan' }])
}

function listResource({ store, query }: Asked, resource: ResourceName, scopeId: string): Answer {
  const { pages, selects = () => true } = resourceForms[resource]
  const records = store.resources.list(resource, scopeId).filter((record) => selects(record, query))
  if (pages === 'one') return list(records, 'list')
  if (pages === 'plain') return jsonAnswer(200, { success: true, errors: [], messages: [], result: records })
  if (!store.resources.ignoresPages(resource)) return askedPage(records, query, pages)
  const first = new URLSearchParams(query)
  first.set('page', '1')
  return askedPage(records, first, pages)
}

function getResource({ store, parameters }: Asked, resource: ResourceName, scopeId: string): Answer {
  const entry = store.resources.find({ resource, scopeId, id: parameters['id'] ?? '' })
  return entry ? single(entry.record) : notFound(resource)
}

function getServiceAssociations({ store, parameters }: Asked, scopeId: string): Answer {
  const resource = 'mtls_certificates'
  const entry = store.resources.find({ resource, scopeId, id: parameters['id'] ?? '' })
  return entry ? list(entry.associations ?? [], 'list') : notFound(resource)
}

function notFound(resource: ResourceName): Answer {
  return failure(404, [{ code: resourceForms[resource].absent, message: 'certificate not found' }])
}
