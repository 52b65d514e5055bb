import { comparableHostname } from '../hostname.ts'

/**
 * The hosts that no one of the other certificates is valid for. A wildcard stands for exactly one label, so `*.example.com` covers
 * `www.example.com`, but neither `example.com` nor `a.b.example.com`. Names compare in lower case and as A-labels (RFC 5890).
 */
export function uncoveredHosts(hosts: readonly string[], others: readonly (readonly string[])[]): readonly string[] {
  const there = new Set(others.flat().map(comparableHostname))
  return hosts.filter((host) => {
    const name = comparableHostname(host)
    return !there.has(name) && !there.has(wildcardOf(name))
  })
}

function wildcardOf(name: string): string {
  return `*${name.slice(Math.max(0, name.indexOf('.')))}`
}
