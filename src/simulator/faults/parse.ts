import { isJsonObject, type JsonObject } from '../api/answer.ts'
import { type Parsed, parseJson, wrong } from '../api/parsed.ts'
import { bindFault, type Fault, isFaultName } from './kinds.ts'

/** Reads one fault, or a list of faults, from a request to the control endpoint. */
export function parseFaults(body: string): Parsed<readonly Fault[]> {
  const tree = parseJson(body, '{"fault": "status", "status": 503}')
  if (!tree.ok) return tree
  const faults: Fault[] = []
  for (const each of Array.isArray(tree.value) ? tree.value : [tree.value]) {
    const fault = parseFault(each)
    if (!fault.ok) return fault
    faults.push(fault.value)
  }
  return { ok: true, value: faults }
}

function parseFault(value: unknown): Parsed<Fault> {
  if (!isJsonObject(value)) return wrong('a fault is an object like {"fault": "status", "status": 503}')
  if (!isFault(value)) return wrong(`there is no fault ${JSON.stringify(value['fault'])}; GET /simulator lists them`)
  const problem = aimProblem(value)
  if (problem !== undefined) return wrong(problem)
  const bound = bindFault(value)
  return bound.ok ? { ok: true, value } : wrong(`${value.fault}: ${bound.problem}`)
}

/** Checks the name only. `bindFault` checks the parameters. */
function isFault(value: JsonObject): value is JsonObject & Fault {
  return isFaultName(value['fault'])
}

function aimProblem({ path, times, probability }: JsonObject): string | undefined {
  if (path !== undefined && typeof path !== 'string') return 'path must be a text'
  if (times !== undefined && !(Number.isInteger(times) && Number(times) > 0))
    return 'times must be a whole number above 0'
  if (probability !== undefined && !isShare(probability)) return 'probability must be between 0 and 1'
  return undefined
}

function isShare(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1
}
