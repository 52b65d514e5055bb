import { domainToASCII } from 'node:url'

/**
 * The hosts that no one of the other certificates is valid for. A wildcard stands for exactly one label, so `*.example.com` covers
 * `www.example.com`, but neither `example.com` nor `a.b.example.com`. Names compare in lower case and as A-labels (RFC 5890).
 */
export function uncoveredHosts(hosts: readonly string[], others: readonly (readonly string[])[]): readonly string[] {
  const there = new Set(others.flat().map(comparable))
  return hosts.filter((host) => {
    const name = comparable(host)
    return !there.has(name) && !there.has(wildcardOf(name))
  })
}

const ascii = /^[!-~]*$/

/** A name that has no A-label form is compared as it came. */
function comparable(host: string): string {
  const lower = host.toLowerCase().replace(/\.$/, '')
  return ascii.test(lower) ? lower : domainToASCII(lower) || lower
}

function wildcardOf(name: string): string {
  return `*${name.slice(Math.max(0, name.indexOf('.')))}`
}
