import { expect, test } from 'vitest'
import { rateLimitRemaining } from '../../src/cloudflare/rate-limit-header.ts'

test.each([
  ['"default";r=50;t=30', 50],
  ['"default";r=0;t=30', 0],
  ['"burst";r=90;t=60, "default";r=7;t=30', 7],
  ['"default"; r=12', 12],
  ['"default";r=;t=3', undefined],
  ['"default";r=-4;t=3', undefined],
  ['garbage', undefined],
  ['', undefined],
  [undefined, undefined],
])('%s', (header, remaining) => expect(rateLimitRemaining(header)).toBe(remaining))
