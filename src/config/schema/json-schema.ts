import { z } from 'zod'
import { configurationSchema } from './configuration.ts'

/** The configuration file's JSON Schema (draft 7), for editors; config/config.schema.json is this. */
export function configurationJsonSchema(): object {
  return z.toJSONSchema(configurationSchema, { io: 'input', target: 'draft-7' })
}
