import type { Scenario } from './scenario.ts'
import { brokenScenarios } from './scenarios-broken.ts'
import { chainScenarios } from './scenarios-chain.ts'
import { expiryScenarios } from './scenarios-expiry.ts'
import { rotationScenarios } from './scenarios-rotation.ts'
import { statusScenarios } from './scenarios-status.ts'

export const scenarios: readonly Scenario[] = [
  ...expiryScenarios,
  ...statusScenarios,
  ...chainScenarios,
  ...brokenScenarios,
  ...rotationScenarios,
]
