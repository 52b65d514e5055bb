import { writeFileSync } from 'node:fs'
import { familyUses } from './family-uses.ts'

// npm run family-uses
writeFileSync('src/exposition/family-uses.ts', familyUses())
