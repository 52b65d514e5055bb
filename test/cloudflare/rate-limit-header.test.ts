import { expect, test } from 'vitest'
import { readRateLimit } from '../../src/cloudflare/rate-limit-header.ts'

test.each([
  ['"default";r=50;t=30', { remaining: 50, reset: 30 }],
  ['"default";r=0;t=30', { remaining: 0, reset: 30 }],
  ['"burst";r=90;t=60, "default";r=7;t=30', { remaining: 7, reset: 30 }],
  ['"default"; r=12', { remaining: 12, reset: undefined }],
  ['"default";r=;t=3', undefined],
  ['"default";r=-4;t=3', undefined],
  ['"default";r=99999999999999999999', undefined],
  ['garbage', undefined],
  ['', undefined],
  [undefined, undefined],
])('%s', (header, limit) => expect(readRateLimit(header)).toEqual(limit))
