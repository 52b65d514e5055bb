import { expect, test } from 'vitest'
import { z } from 'zod'
import { describeWithTools } from '../support/tools.ts'
import { render, workloadOf } from './chart.ts'
import { privileged, scenarios, valuesOf } from './chart-scenarios.ts'
import { isHook } from './immutable-fields.ts'

// Kubernetes' Pod Security Standards, level "restricted", control by control in the order of its documentation. What a control
// forbids is no key of these strict objects; what it demands is a literal.

const absent = z.undefined().optional()
const seLinux = z
  .strictObject({
    level: z.string().optional(),
    type: z.enum(['', 'container_t', 'container_init_t', 'container_kvm_t']).optional(),
  })
  .optional()
const seccomp = z.union([
  z.strictObject({ type: z.literal('RuntimeDefault') }),
  z.strictObject({ type: z.literal('Localhost'), localhostProfile: z.string() }),
])

const probe = z.looseObject({ httpGet: z.looseObject({ host: absent }) }).optional()
const container = z.looseObject({
  securityContext: z.strictObject({
    privileged: z.literal(false).optional(),
    procMount: z.literal('Default').optional(),
    seLinuxOptions: seLinux,
    allowPrivilegeEscalation: z.literal(false),
    runAsNonRoot: z.literal(true).optional(),
    runAsUser: z.number().min(1).optional(),
    seccompProfile: seccomp.optional(),
    capabilities: z.strictObject({ drop: z.array(z.string()).refine((all) => all.includes('ALL')) }),
    // Beyond the standard.
    readOnlyRootFilesystem: z.literal(true),
  }),
  ports: z.array(z.looseObject({ hostPort: absent })).optional(),
  livenessProbe: probe,
  readinessProbe: probe,
  startupProbe: probe,
  lifecycle: absent,
})

const volumeTypes = [
  ...[
    'configMap',
    'csi',
    'downwardAPI',
    'emptyDir',
    'ephemeral',
    'image',
    'persistentVolumeClaim',
    'projected',
    'secret',
  ],
]

const restricted = z.looseObject({
  hostNetwork: absent,
  hostPID: absent,
  hostIPC: absent,
  hostUsers: absent,
  securityContext: z.strictObject({
    seLinuxOptions: seLinux,
    sysctls: absent,
    runAsNonRoot: z.literal(true),
    runAsUser: z.number().min(1).optional(),
    runAsGroup: z.number().min(1).optional(),
    supplementalGroups: z.array(z.number()).optional(),
    fsGroup: z.number().optional(),
    fsGroupChangePolicy: z.string().optional(),
    seccompProfile: seccomp,
  }),
  volumes: z
    .array(
      z
        .looseObject({ name: z.string() })
        .refine((volume) => Object.keys(volume).every((key) => key === 'name' || volumeTypes.includes(key)), {
          error: 'a type of volume that is not allowed',
        }),
    )
    .optional(),
  containers: z.array(container),
  initContainers: z.array(container).optional(),
  ephemeralContainers: absent,
})

const job = z.looseObject({ spec: z.looseObject({ template: z.looseObject({ spec: z.unknown() }) }) })

describeWithTools(['helm'], 'the chart under Pod Security restricted', () => {
  const allowed = Object.keys(scenarios).filter((name) => !privileged.includes(name))

  test.each(allowed)('%s', async (name) => {
    const manifests = await render(valuesOf(name))
    const { template } = workloadOf(manifests).spec
    restricted.parse(template.spec)
    for (const each of manifests.filter(isHook)) {
      if (each.kind === 'Job') restricted.parse(job.parse(each).spec.template.spec)
      if (each.kind === 'Pod') restricted.parse(each['spec'])
    }
    const { annotations } = template.metadata
    expect(Object.keys(annotations).filter((key) => /apparmor|seccomp/.test(key))).toEqual([])
  })

  test('and the check itself refuses what is not allowed', async () => {
    const pod = workloadOf(await render(valuesOf('two replicas and a budget'))).spec.template.spec
    for (const wrong of [
      { hostNetwork: true },
      { volumes: [{ name: 'x', hostPath: { path: '/' } }] },
      { securityContext: {} },
    ])
      expect(restricted.safeParse({ ...pod, ...wrong }).success).toBe(false)
  })
})
