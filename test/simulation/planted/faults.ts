/** A fault that is planted into the text of the daemon's own code when it is loaded. */
export interface PlantedFault {
  readonly name: string
  /** Below `src/`. */
  readonly file: string
  readonly from: string
  readonly to: string
  /** What else keeps the fault from being seen, and is taken out too. */
  readonly also?: { readonly file: string; readonly from: string; readonly to: string }
}

export const plantedFaults: readonly PlantedFault[] = [
  {
    name: 'a failed listing empties the zone',
    file: 'inventory/listing-outcome.ts',
    from: 'const { partial, gone } = outcome',
    to: 'const { partial, gone } = outcome\n  if (!partial) return []',
  },
  {
    name: 'last_success is moved by a check that failed',
    file: 'inventory/merge.ts',
    from: 'lastSuccess: previous.lastSuccess,',
    to: 'lastSuccess: now,',
  },
  {
    name: 'a hung disk is awaited',
    file: 'state/state-writer.ts',
    from: 'await Promise.race([work.then(() => true), late])',
    to: 'await work.then(() => true)',
  },
  {
    name: 'a failed check forgets what was known',
    file: 'inventory/merge.ts',
    from: 'return isForgotten ? undefined : previous',
    to: 'return undefined',
  },
  {
    name: 'one answer that it does not exist proves it gone, whoever says so',
    file: 'inventory/doubt.ts',
    from: 'if (missing.length === 0) return undefined',
    to: 'if (missing.length >= 0) return undefined',
  },
  {
    name: 'the list of somebody else is believed',
    file: 'inventory/doubt.ts',
    from: "const partial = doubt.suspicion === 'foreign' ? found : [...members, ...found]",
    to: 'const partial = [...members, ...found]',
  },
  {
    name: 'a probe of an outage never comes again',
    file: 'cloudflare/circuit.ts',
    from: 'const delay = delayOf(backoffs[cause], round, random)',
    to: 'const delay = round > 2 ? 1e9 : delayOf(backoffs[cause], round, random)',
  },
  {
    name: 'a probe that cannot be sent is tried again and again',
    file: 'cloudflare/probe-delay.ts',
    from: 'return due > 0 ? due + probeMargin : overdueProbe',
    to: 'return due + probeMargin',
  },
  {
    name: 'a refused token is believed for ever',
    file: 'cloudflare/gate.ts',
    from: 'if (this.#secret === secret) return',
    to: 'if (this.#secret !== undefined) return',
    // A changed token is verified too, which says that it is good.
    also: {
      file: 'cloudflare/credential-health.ts',
      from: "this.#become(this.open?.cause === 'refused' ? closedCircuit : this.#circuit)",
      to: '',
    },
  },
  {
    name: 'a change of a file is not noticed',
    file: 'files/content-watch.ts',
    from: 'before.get(path) !== content',
    to: 'false',
  },
  {
    name: 'the state is renamed before it is on the disk',
    file: 'state/replace.ts',
    from: 'await handle.sync()\n  } finally {\n    await handle.close()\n  }\n}\n\n/** Syncs',
    to: '} finally {\n    await handle.close()\n  }\n}\n\n/** Syncs',
  },
  {
    name: 'the folder of the state is not synced',
    file: 'state/replace.ts',
    from: 'await syncFolder(folder, files)',
    to: '',
  },
  {
    name: 'what is shown is not written before',
    file: 'monitor/publisher.ts',
    from: 'await keep(next)',
    to: 'void keep',
  },
  {
    name: 'the state is not restored',
    file: 'state/state-keeper.ts',
    from: 'inventory.restore(remembered, clock.now())',
    to: 'void remembered',
  },
  {
    name: 'an unchanged id counts as an unchanged certificate',
    file: 'monitor/parsed-pems.ts',
    from: 'if (known?.digest === digest) return known.result',
    to: 'if (known) return known.result',
  },
  {
    name: 'metrics do not notice that a threshold was crossed',
    file: 'exposition/cached-zone-group.ts',
    from: 'return from <= now && now < until',
    to: 'return true',
  },
  {
    name: 'critical begins at the end',
    file: 'certificate/urgency.ts',
    from: "if (left < thresholds.critical) return 'critical'",
    to: '',
  },
  {
    name: 'only the API says when a certificate ends',
    file: 'certificate/urgency.ts',
    from: 'const ends = [facts?.notAfter, facts?.chainNotAfter, record?.expiresOn, presentedUntil]',
    to: 'const ends = [record?.expiresOn]',
  },
  {
    name: 'a certificate is stale after twice the time',
    file: 'inventory/freshness.ts',
    from: '<= staleAfter',
    to: '<= 2 * staleAfter',
  },
  {
    name: 'certificates that are deleted stay',
    file: 'inventory/listing-outcome.ts',
    from: 'const kept = known.filter((member) => !gone?.has(idOf(member)))',
    to: 'const kept = known',
  },
  {
    name: 'of a zone the certificate that was uploaded first counts as presented',
    file: 'inventory/presented-certificate.ts',
    from: 'a !== undefined && b !== undefined && a > b',
    to: 'a !== undefined && b !== undefined && a < b',
  },
  {
    name: 'a suspended computer does not ask again when it wakes',
    file: 'schedule/wake-plan.ts',
    from: "if (Math.abs(now - monotonic - drift) > jump) return { run: 'clock_jump', sleep: 0 }",
    to: '',
    // One long timer stands still while the computer sleeps.
    also: {
      file: 'schedule/wake-plan.ts',
      from: 'Math.min(longestSleep, due - now, (retryAt ?? due) - now)',
      to: 'Math.min(due - now, (retryAt ?? due) - now)',
    },
  },
  {
    name: 'the critical threshold of an entry counts as its warning threshold',
    file: 'config/resolve-thresholds.ts',
    from: "warning: firstOf('warning', [...said, fallback], thresholds)",
    to: "warning: firstOf('critical', [...said, fallback], thresholds)",
  },
  {
    name: 'a share of the lifetime is exposed as if the lifetime were unknown',
    file: 'exposition/certificate-families.ts',
    from: 'thresholdsInForce(entry.thresholds, known?.facts, known?.record)',
    to: 'thresholdsInForce(entry.thresholds, undefined)',
  },
  {
    name: 'the page shows an expired certificate as fine',
    file: 'page/severity-class.ts',
    from: "return isNotJudged(judged) ? 'unknown' : judged.severity",
    to: "return judged.state === 'expired' ? 'ok' : judged.severity",
  },
  {
    name: 'page and JSON judge by the time of a day ago',
    file: 'report/judged-things.ts',
    from: 'judgeCertificate({ certificate, replaceableSince: successor?.since }, now)',
    to: 'judgeCertificate({ certificate, replaceableSince: successor?.since }, now - 86_400)',
  },
  {
    name: 'an association that is off counts as one that is on',
    file: 'monitor/read-outcomes.ts',
    from: "enabled ? 'enabled' : 'disabled'",
    to: "'enabled'",
  },
  {
    name: 'when a token ends is never learnt',
    file: 'tokens/token-status.ts',
    from: 'answer.ok ? answer.value.expiresOn : before.expiresOn',
    to: 'before.expiresOn',
  },
  {
    name: 'a token that is past its end counts as valid',
    file: 'tokens/token-status.ts',
    from: "answer.value.status === 'active' ? 'good' : 'refused'",
    to: "'good'",
  },
  {
    name: 'a log that nobody reads grows',
    file: 'log/bounded-lines.ts',
    from: 'this.#stream.unread + line.length > mostUnread',
    to: 'false',
  },
  {
    name: 'which shard watches a zone changes with every start and reload',
    file: 'config/sharding.ts',
    from: 'return {\n    ...config,\n    watch: { ...config.watch, owns: (scopeId) => shardOf(scopeId, total) === index }',
    to: 'const turn = (globalThis.turn = (globalThis.turn ?? 0) + 1)\n  return {\n    ...config,\n    watch: { ...config.watch, owns: (scopeId) => (shardOf(scopeId, total) + turn) % total === index }',
  },
  {
    name: 'no shard watches the zones of the last one',
    file: 'config/sharding.ts',
    from: 'owns: (scopeId) => shardOf(scopeId, total) === index',
    to: 'owns: (scopeId) => shardOf(scopeId, total + 1) === index',
  },
  {
    name: 'a shard watches the zones of the one before it too',
    file: 'config/sharding.ts',
    from: 'owns: (scopeId) => shardOf(scopeId, total) === index',
    to: 'owns: (scopeId) => [index, index - 1].includes(shardOf(scopeId, total))',
  },
  {
    name: 'a write of the state counts as done when it begins',
    file: 'state/state-writer.ts',
    from: 'await Promise.race([work.then(() => true), late])',
    to: 'await Promise.race([Promise.resolve(true), late])',
  },
  {
    name: 'a pod is ready before it has asked for anything',
    file: 'daemon/routes.ts',
    from: 'unasked === 0 ||',
    to: 'unasked >= 0 ||',
  },
  {
    name: 'a file that was written is never closed',
    file: 'state/replace.ts',
    from: '  } finally {\n    await handle.close()\n  }\n}\n\n/** Syncs',
    to: '  } finally {\n    void handle\n  }\n}\n\n/** Syncs',
  },
  {
    name: 'each look at the files leaves a timer behind',
    file: 'files/content-watch.ts',
    from: 'await clock.sleep(secondsBetweenLooks, signal).catch(() => undefined)',
    to: 'void clock.sleep(7200, signal).catch(() => undefined)\n      await clock.sleep(secondsBetweenLooks, signal).catch(() => undefined)',
  },
  {
    name: 'a configuration that cannot be loaded counts as loaded',
    file: 'daemon/reloader.ts',
    from: 'this.#status = { ...this.#status, successful: false }',
    to: '',
  },
  {
    name: 'a reload that failed is never forgotten',
    file: 'daemon/reloader.ts',
    from: 'this.#status = { successful: true, loadedAt: clock.now() }',
    to: 'this.#status = { ...this.#status, loadedAt: clock.now() }',
  },
  {
    name: 'a token counts as refused while Cloudflare cannot be reached',
    file: 'tokens/token-status.ts',
    from: "if (code === lockedOut || isOutage) return 'nothing'",
    to: "if (code === lockedOut || isOutage) return 'refused'",
  },
  {
    name: 'check ends with 0 where something cannot be read',
    file: 'report/report.ts',
    from: "if (isUnknown || unread.length > 0 || certificates.length === 0) found.add('unknown')",
    to: '',
  },
  {
    name: 'check calls what is critical a warning in its line for a monitoring system',
    file: 'cli/nagios.ts',
    from: "critical: 'CRITICAL'",
    to: "critical: 'WARNING'",
  },
  {
    name: 'what Cloudflare takes away at its end counts as replaced',
    file: 'inventory/vanished.ts',
    from: "? 'awaits_successor' : 'gone'",
    to: "? 'awaits_successor' : 'covered'",
  },
  {
    name: 'one of its hosts is enough for a successor',
    file: 'inventory/coverage.ts',
    from: 'uncoveredHosts(hosts, able).length === 0',
    to: 'uncoveredHosts(hosts, able).length < hosts.length',
  },
  {
    name: 'the algorithm of a successor does not matter',
    file: 'inventory/coverage.ts',
    from: 'signatureFamily(other.signature) === family',
    to: "other.source === 'uploaded'",
  },
  {
    name: 'the state forgets what is gone',
    file: 'state/place-text.ts',
    from: "...(vanished ? [jsonField('vanished', vanished)] : [])",
    to: '',
  },
  {
    name: 'every kind has the thresholds of client certificates',
    file: 'config/resolve-thresholds.ts',
    from: '{ thresholds: ofKind, authorityThresholds } = kinds[kind]',
    to: '{ thresholds: ofKind, authorityThresholds } = kinds.hostname',
  },
  {
    name: 'a hostname without a certificate counts as fine while the store of its zone is off',
    file: 'judgement/hostname.ts',
    from: '!enabled || !isFresh',
    to: 'enabled === undefined && !isFresh',
  },
  {
    name: 'a hostname that is switched off counts as one that has the certificate of its zone',
    file: 'judgement/hostname.ts',
    from: "state === 'disabled' || ",
    to: '',
  },
  {
    name: 'nothing is asked for after a state that is read late',
    file: 'state/state-keeper.ts',
    from: "if (wasLate && restoration.kind === 'restored') this.#options.onRestoredLate()",
    to: '',
  },
  {
    name: 'the first zone of each cycle alone says whether a credential is still refused',
    file: 'cloudflare/probe-turns.ts',
    from: 'return now - this.#turnedAwayAt < longestTurnedAway',
    to: 'return false',
  },
]
