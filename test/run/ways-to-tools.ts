const ways: readonly (readonly [what: RegExp, way: string])[] = [
  [/helm|kustomize/, '.ci/run builds helm and kustomize with Go: put .ci/tools on the PATH'],
  [/prometheus-alertmanager|amtool/, 'apt-get install prometheus-alertmanager'],
  [/prometheus(?![-_])|promtool/, 'apt-get install prometheus'],
  [/chromium/, 'apt-get install chromium-headless-shell'],
  [/openssl/, 'apt-get install openssl'],
  [/systemd-analyze/, 'apt-get install systemd'],
  [/kube-apiserver/, 'npm run cluster-tools builds it with Go'],
  [/Node\.js|there is none on the PATH/, 'any Node.js older than 24 on the PATH'],
  [/file-modes/, 'as root'],
]

/** How to have what a test misses. */
export function wayTo(reason: string): string {
  const found = ways.flatMap(([what, way]) => (what.test(reason) ? [way] : []))
  return found.length > 0 ? found.join('; ') : '.ci/run'
}
