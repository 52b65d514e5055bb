import { type ConfigResult, formatProblem, parseConfig } from '../../src/config/load.ts'
import type { Config, Environment } from '../../src/config/model.ts'

export const zoneId = '023e105f4ecef8ad9ca31a8372d0c353'
export const certificateId = '2458ce5a-0c35-4c7f-82c7-8e9487d3ff60'
export const certificates = `certificates:\n  - zone_id: ${zoneId}\n    certificate_id: ${certificateId}\n`
export const tokenEnv: Environment = { CLOUDFLARE_API_TOKEN: 'token-of-the-environment' }

/** The configuration that must come out of this text. */
export function config(text: string, env: Environment = tokenEnv, path = 'config.yaml'): Config {
  const result = parseConfig(text, { path, env })
  if (!result.ok) throw new Error(lines(result).join('\n'))
  return result.config
}

/** The problems as the user sees them; none where the configuration is right. */
export function lines(result: ConfigResult): readonly string[] {
  return result.ok ? [] : result.problems.map(formatProblem)
}

export function problems(text: string, env: Environment = tokenEnv): readonly string[] {
  return lines(parseConfig(text, { path: 'config.yaml', env }))
}
