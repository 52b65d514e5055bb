import { writeFileSync } from 'node:fs'
import { renderedRules } from './rendered-rules.ts'

// npm run rules: writes rules.yaml from rules.source.yaml and the texts here.
writeFileSync('deploy/prometheus/rules.yaml', renderedRules())
