import { configurationJsonSchema } from '../config/schema/json-schema.ts'
import type { CliContext } from './context.ts'

/** `schema`: the configuration's JSON Schema. */
export function schema({ stdout }: CliContext): void {
  stdout.write(`${JSON.stringify(configurationJsonSchema(), undefined, 2)}\n`)
}
