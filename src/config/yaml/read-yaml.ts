import { LineCounter } from 'yaml'
import type { Finding, Locate, Position } from '../problems.ts'
import { composeYaml } from './compose-yaml.ts'
import { contentOf, isMultiplied } from './content.ts'
import type { Fault } from './entry-lists.ts'
import { Places } from './places.ts'
import type { Tree } from './tree.ts'
import { isHarmless, mostFaults, yamlFaultText } from './yaml-faults.ts'

type Located = Finding & { readonly at: Position }

export interface YamlFile {
  /** Undefined where the text is so broken that nothing can be said of its content. */
  readonly tree: Tree
  readonly findings: readonly Finding[]
  readonly locate: Locate
}

/** Reads one YAML document without ever throwing, in bounded time and memory, and remembers where everything stands. */
export function readYaml(text: string): YamlFile {
  const lines = new LineCounter()
  const composed = composeYaml(text, lines)
  const positionOf = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const found = (problem: string, offset: number): Located => ({ path: [], text: problem, at: positionOf(offset) })
  if (!composed.ok) {
    const finding = found(composed.text, composed.offset)
    return { tree: undefined, findings: [finding], locate: () => finding.at }
  }
  const places = new Places(composed.root)
  const locate: Locate = (path, part) => positionOf(places.offsetOf(path, part ?? 'value'))
  const { tree, duplicates, unknownAliases } = contentOf(composed.root)
  const twice = duplicates.map((offset): Fault => ({ code: 'DUPLICATE_KEY', offset }))
  const faults = [...composed.faults, ...twice].toSorted((a, b) => a.offset - b.offset)
  const findings = faults.map(({ code, offset }) => found(yamlFaultText(code), offset))
  if (!faults.every(isHarmless)) return { tree: undefined, findings: withoutFollowUps(findings), locate }
  const aliases = unknownAliases.map((offset) => found(unknownAlias, offset))
  if (aliases.length > 0) return { tree: undefined, findings: [...findings, ...aliases], locate }
  if (isMultiplied(tree)) return { tree: undefined, findings: [...findings, found(multiplied, 0)], locate }
  return { tree, findings, locate }
}

const unknownAlias = 'an alias without an anchor of that name before it: expected quotes, where a text begins with *'
const multiplied = 'its aliases multiply beyond reason: expected the values themselves'

/** One fault seldom comes alone: of each line only the first is told. */
function withoutFollowUps(findings: readonly Located[]): readonly Located[] {
  const firsts = findings.filter(({ at }, index) => at.line !== findings[index - 1]?.at.line)
  return firsts.slice(0, mostFaults)
}
