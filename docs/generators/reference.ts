import { writeFileSync } from 'node:fs'
import { referencePages } from './reference/pages.ts'

// npm run reference: writes the tables in docs/reference from the code.
for (const [path, text] of await referencePages()) writeFileSync(path, text)
