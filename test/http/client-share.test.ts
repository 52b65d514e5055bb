import { expect, test } from 'vitest'
import { clientOf, shareOf } from '../../src/http/client-share.ts'

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:db8:0:0:ffff:1:2:3', '2001:db8:0:0::/64'],
  ['2001:db8:0:1::1', '2001:db8:0:1::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['1:2:3:4:5:6:7:8', '1:2:3:4::/64'],
  ['::3:4:5:6:7:8', '0:0:3:4::/64'],
])('%s has the share of %s', (client, share) => {
  expect(shareOf(client)).toBe(share)
})

test('an IPv4 client is the same on a listener for IPv4 and for both', () => {
  expect(clientOf({ remoteAddress: '::ffff:192.0.2.1' })).toBe('192.0.2.1')
  expect(clientOf({ remoteAddress: '192.0.2.1' })).toBe('192.0.2.1')
  expect(clientOf({ remoteAddress: undefined })).toBe('unknown')
})
