import { relative } from 'node:path'
import process from 'node:process'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * What takes longest, in the order in which it begins. What waits stands beside what computes, so that the processors have work
 * from the first second on and no long file is left for the end. What has a process of its own stands near the beginning: a process that
 * files share ends where such a file is next.
 */
const longest = [
  'test/simulation/simulation.test.ts',
  'test/end-to-end/trusted-by.test.ts',
  'test/reliability/outage.test.ts',
  'test/reliability/matrix.test.ts',
  'test/end-to-end/notifications.test.ts',
  'test/simulation/determinism.test.ts',
  'test/deploy/rules.test.ts',
  'test/end-to-end/reload.test.ts',
  'test/page/demo-fleet.test.ts',
  'test/reliability/hostile-answers.test.ts',
  'test/reliability/hostile-configuration.test.ts',
  'test/reliability/soak.test.ts',
  'test/end-to-end/discovery.test.ts',
  'test/end-to-end/rotation.test.ts',
  'test/judgement/equality.test.ts',
  'test/upgrade/alerts.test.ts',
  'test/page/browser-safety.test.ts',
  'test/deploy/chart-upgrades.test.ts',
  'test/reliability/shards.test.ts',
  'test/page/browser-live.test.ts',
  'test/end-to-end/signals.test.ts',
  'test/page/browser.test.ts',
  'test/deploy/image.test.ts',
  'test/config/fuzz.test.ts',
  'test/reliability/hung-disk.test.ts',
  'test/reliability/kill.test.ts',
  'test/reliability/refusals.test.ts',
  'test/config/yaml-bounds.test.ts',
  'test/page/browser-bundle.test.ts',
  'test/end-to-end/shards.test.ts',
  'test/end-to-end/credentials.test.ts',
  'test/deploy/chart-rules.test.ts',
  'test/http/limits.test.ts',
  'test/deploy/kubernetes.test.ts',
  'test/end-to-end/hostname-states.test.ts',
  'test/end-to-end/vanishing.test.ts',
  'test/deploy/runbook-commands.test.ts',
  'test/cli/discover-kinds.test.ts',
  'test/deploy/chart.test.ts',
  'test/end-to-end/permissions.test.ts',
  'test/deploy/chart-helm4.test.ts',
  'test/http/server.test.ts',
  'test/certificate/parse-openssl.test.ts',
  'test/deploy/dashboard.test.ts',
  'test/deploy/chart-refusals.test.ts',
  'test/end-to-end/alerts.test.ts',
  'test/judgement/demo.test.ts',
  'test/trust/matrix.test.ts',
  'test/cli/demo.test.ts',
  'test/monitor/discovery.test.ts',
  'test/deploy/minimal-preset.test.ts',
  'test/daemon/wiring.test.ts',
  'test/cli/discover.test.ts',
]

/** The files above first, everything else as Vitest orders it. */
export class LongFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const index = longest.indexOf(relative(process.cwd(), moduleId))
      return index < 0 ? longest.length : index
    }
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b))
  }
}
