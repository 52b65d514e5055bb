import { expect, test } from 'vitest'
import { goName } from '../../src/simulator/fleet/names.ts'

test('a recorded issuer of the real API is written as it was recorded', () => {
  const letsEncrypt = goName([
    ['C', 'US'],
    ['O', "Let's Encrypt"],
    ['CN', "Let's Encrypt Authority X3"],
  ])
  expect(letsEncrypt).toBe("CN=Let's Encrypt Authority X3,O=Let's Encrypt,C=US")
})

test('an e-mail address goes last, as an object identifier and DER', () => {
  const ibm = goName([
    ['C', 'IN'],
    ['ST', 'KARNATAKA'],
    ['L', 'BANGALORE'],
    ['O', 'IBM'],
    ['OU', 'IBM CLOUD'],
    ['CN', 'ibmtestmachine'],
    ['EMAIL', 'ops@example.in'],
  ])
  expect(ibm).toBe(
    'CN=ibmtestmachine,OU=IBM CLOUD,O=IBM,L=BANGALORE,ST=KARNATAKA,C=IN,1.2.840.113549.1.9.1=#0c0e6f7073406578616d706c652e696e',
  )
})

// Each of these was compared once with what Go 1.26 prints for the same certificate.
test.each([
  [[['O', ' #a, b; c+d<e>"f"\\ ']], 'O=\\ #a\\, b\\; c\\+d\\<e\\>\\"f\\"\\\\\\ '],
  [[['O', '#a']], 'O=\\#a'],
  [
    [
      ['OU', 'one'],
      ['OU', 'two'],
      ['C', 'NL'],
    ],
    'OU=one+OU=two,C=NL',
  ],
  [
    [
      ['CN', 'first'],
      ['CN', 'last'],
    ],
    'CN=last',
  ],
  [
    [
      ['SERIALNUMBER', '7'],
      ['CN', 'x'],
      ['UID', 'plain'],
    ],
    'SERIALNUMBER=7,CN=x,0.9.2342.19200300.100.1.1=#1305706c61696e',
  ],
] as const)('%j', (name, text) => {
  expect(goName(name)).toBe(text)
})
