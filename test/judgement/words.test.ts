import { expect, test } from 'vitest'
import { severityNumbers } from '../../src/judgement/severity.ts'
import { stateSentenceOf, stateSentences, stateWords } from '../../src/judgement/words.ts'

test.each(Object.keys(stateWords))('%s has a word of its own and a sentence', (state) => {
  const [word, sentence] = [Object(stateWords)[state], Object(stateSentences)[state]]
  expect(word).toMatch(/^[A-Z]\w/)
  expect(Object.values(stateWords).filter((each) => each === word)).toHaveLength(1)
  expect(sentence).toMatch(/^\S+( \S+)+$/)
  expect(Object.values(stateSentences).filter((each) => each === sentence)).toHaveLength(1)
})

test('of what origins never see nothing is said about origins', () => {
  expect(stateSentenceOf('not_yet_valid', 'hostname')).toContain('origins')
  expect(stateSentenceOf('not_yet_valid', 'custom_certificate')).toBe('its validity has not begun')
  expect(stateSentenceOf('ok', 'custom_certificate')).toBe(stateSentences.ok)
})

test('a worse severity has a higher number, as the alert rules of others compare it', () => {
  expect(severityNumbers).toEqual({ ok: 0, info: 1, warning: 2, critical: 3 })
})
