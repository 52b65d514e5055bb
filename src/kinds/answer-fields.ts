/** The fields of every answer that can be unreadable without the answer being so, by the API's names. */
export const commonAnswerFields = [
  'id',
  'certificate',
  'status',
  'expires_on',
  'uploaded_on',
  'issuer',
  'serial_number',
  'signature',
] as const

/** The same, with the fields that only some kinds have. */
export const answerFields = [...commonAnswerFields, 'hosts', 'in_use', 'ca', 'name'] as const
export type AnswerField = (typeof answerFields)[number]
