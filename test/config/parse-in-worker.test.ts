import { expect, test } from 'vitest'
import { parseConfig } from '../../src/config/parse-config.ts'
import { parseInWorker } from '../../src/config/parse-in-worker.ts'
import { certificates, tokenEnv, zoneId } from './support.ts'

test.each([
  [
    'a right one',
    `${certificates}hostnames: [{zone_id: ${zoneId}, hostname: a.example}]\ndiscover_zones: {exclude: ['*a']}\n`,
  ],
  ['a wrong one', `${certificates}shcedule: 1h\n`],
  ['no YAML', '['],
])('%s is judged in a thread of its own as it is at once', async (_, text) => {
  const source = { path: 'config.yaml', env: tokenEnv }
  expect(await parseInWorker(Buffer.from(text), source)).toEqual(parseConfig(text, source))
})
