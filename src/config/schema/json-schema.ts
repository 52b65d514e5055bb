import { z } from 'zod'
import { configurationSchema } from './configuration.ts'

/** The JSON Schema (draft 7) of the configuration file, for editors. config/config.schema.json is written from it. */
export function configurationJsonSchema(): object {
  return z.toJSONSchema(configurationSchema, { io: 'input', target: 'draft-7' })
}
