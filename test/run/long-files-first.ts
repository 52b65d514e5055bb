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
  'test/reliability/matrix.test.ts',
  'test/end-to-end/notifications.test.ts',
  'test/upgrade/alerts.test.ts',
  'test/reliability/outage.test.ts',
  'test/simulation/determinism.test.ts',
  'test/config/yaml-bounds.test.ts',
  'test/reliability/soak.test.ts',
  'test/config/web-config/hostile.test.ts',
  'test/deploy/rules.test.ts',
  'test/end-to-end/reload.test.ts',
  'test/end-to-end/discovery.test.ts',
  'test/end-to-end/rotation.test.ts',
  'test/reliability/hostile-answers.test.ts',
  'test/page/demo-fleet.test.ts',
  'test/reliability/hostile-configuration.test.ts',
  'test/deploy/chart-upgrades.test.ts',
  'test/end-to-end/hostname-states.test.ts',
  'test/judgement/equality.test.ts',
  'test/deploy/dashboard.test.ts',
  'test/deploy/old-node.test.ts',
  'test/end-to-end/vanishing.test.ts',
  'test/deploy/chart-rules.test.ts',
  'test/http/door/password-queue.test.ts',
  'test/page/browser-safety.test.ts',
  'test/http/limits.test.ts',
  'test/end-to-end/signals.test.ts',
  'test/deploy/chart.test.ts',
  'test/reliability/shards.test.ts',
  'test/deploy/image.test.ts',
  'test/end-to-end/credentials.test.ts',
  'test/reliability/kill.test.ts',
  'test/exposition/zones-exposition.test.ts',
  'test/end-to-end/shards.test.ts',
  'test/deploy/runbook-commands.test.ts',
  'test/judgement/demo.test.ts',
  'test/reliability/refusals.test.ts',
  'test/cli/discover-kinds.test.ts',
  'test/config/misplaced-secrets.test.ts',
  'test/end-to-end/alerts.test.ts',
  'test/deploy/kubernetes.test.ts',
  'test/http/server.test.ts',
  'test/page/browser-live.test.ts',
  'test/deploy/licences.test.ts',
  'test/page/browser-bundle.test.ts',
  'test/deploy/chart-helm4.test.ts',
  'test/deploy/compose.test.ts',
  'test/config/every-key.test.ts',
  'test/end-to-end/permissions.test.ts',
  'test/deploy/chart-hooks.test.ts',
  'test/cli/standard-output.test.ts',
  'test/reliability/slow-state.test.ts',
  'test/config/fuzz.test.ts',
  'test/upgrade/start.test.ts',
  'test/exposition/cached-page.test.ts',
  'test/page/browser.test.ts',
  'test/cli/check-forms.test.ts',
  'test/end-to-end/unread-log.test.ts',
  'test/deploy/minimal-preset.test.ts',
  'test/reliability/hung-disk.test.ts',
  'test/certificate/parse-openssl.test.ts',
  'test/end-to-end/secrets.test.ts',
  'test/cli/demo.test.ts',
  'test/end-to-end/door.test.ts',
  'test/trust/matrix.test.ts',
  'test/end-to-end/shared-state.test.ts',
  'test/cli/program.test.ts',
  'test/monitor/discovery.test.ts',
  'test/cli/discover.test.ts',
  'test/deploy/chart-refusals.test.ts',
  'test/daemon/wiring.test.ts',
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
