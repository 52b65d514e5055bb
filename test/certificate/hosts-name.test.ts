import { expect, test } from 'vitest'
import { nameOfHosts } from '../../src/certificate/hosts-name.ts'

test.each<[readonly string[], string | undefined, string | undefined]>([
  [['example.com'], 'SHA256WithRSA', 'example.com RSA'],
  [['www.example.com', 'example.com', '*.example.com', 'b.example'], 'ECDSAWithSHA256', '*.example.com +3 ECDSA'],
  [['Example.com', 'example.com'], 'SHA256WithRSA', 'example.com RSA'],
  [['example.com', 'a.example'], undefined, 'a.example +1'],
  [['example.com'], 'Ed25519', 'example.com'],
  [[], 'SHA256WithRSA', undefined],
])('%j, %s', (hosts, signature, name) => {
  expect(nameOfHosts(hosts, signature)).toBe(name)
  expect(nameOfHosts(hosts.toReversed(), signature)).toBe(name)
})
