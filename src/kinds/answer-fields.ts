/** The fields of an answer that can be unreadable without the answer being so, by the API's names. */
export const answerFields = [
  'id',
  'certificate',
  'status',
  'expires_on',
  'uploaded_on',
  'issuer',
  'serial_number',
  'signature',
] as const
export type AnswerField = (typeof answerFields)[number]
