import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { layoutFile, pageLayout } from '../../docs/generators/page-layout.ts'

test('the screenshots show the page as it is laid out: else run npm run screenshots, and look at them', () => {
  expect(readFileSync(layoutFile, 'utf8')).toBe(pageLayout())
})
