import process from 'node:process'
import { apiJsonSchema } from '../../src/api/api-schema.ts'

// npm run api-schema: writes docs/api.schema.json.
process.stdout.write(`${JSON.stringify(apiJsonSchema(), undefined, 2)}\n`)
