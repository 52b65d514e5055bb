import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Rooms that are tested in other folders than their own, too. */
const alsoIn: Readonly<Record<string, readonly string[]>> = {
  judgement: ['test/certificate'],
  inventory: ['test/monitor'],
  cloudflare: ['test/monitor'],
  api: ['test/page'],
  page: ['test/report'],
  report: ['test/page'],
}
/** They take too long for each of many changes, or start a program of its own, in which no change is switched on. */
const tooLong =
  /^test\/(reliability|deploy|cluster|upgrade|end-to-end|simulation|page\/(browser|screenshots|answer-sizes)|judgement\/equality)|fuzz|hostile/

/** Of the tests in other folders, so many that are near. */
const mostWider = 8

type Graph = ReadonlyMap<string, readonly string[]>

/** What each file imports, by relative paths. */
export function importGraph(): Graph {
  const files = globSync(['src/**/*.ts', 'test/**/*.ts', 'deploy/**/*.ts', 'docs/**/*.ts'])
  return new Map(
    files.map((file) => {
      const targets = readFileSync(file, 'utf8').matchAll(/(?:from|import|import\(|new URL\()\s*'(\.[^']+\.ts)'/g)
      return [file, [...targets].map(([, target = '']) => join(dirname(file), target))] as const
    }),
  )
}

export interface RelatedTests {
  /** In the folder of the same name. */
  readonly own: readonly string[]
  /** The others that import the file, directly or not, the nearest first. */
  readonly wider: readonly string[]
}

/** The test files that may notice a change of this file. */
export function testsOf(path: string, graph: Graph): RelatedTests {
  const folder = dirname(path).replace(/^src/, 'test')
  const room = folder.split('/').slice(0, 2).join('/')
  const own = [room, ...(alsoIn[room.slice('test/'.length)] ?? [])]
  const distances = new Map([...graph.keys()].map((file) => [file, distance(file, path, graph)] as const))
  const near = (file: string) => distances.get(file) ?? Number.POSITIVE_INFINITY
  const reached = [...graph.keys()]
    .filter((file) => file.endsWith('.test.ts') && near(file) < Number.POSITIVE_INFINITY)
    .sort((a, b) => near(a) - near(b))
  const isOwn = (file: string) => own.some((each) => file.startsWith(`${each}/`))
  return {
    own: reached.filter((file) => isOwn(file) && !/browser|fuzz|screenshots|equality/.test(file)),
    wider: reached
      .filter((file) => !isOwn(file) && !tooLong.test(file))
      .filter((file, i) => i < mostWider || file === 'test/docs.test.ts'),
  }
}

/** Over how many imports one file reaches the other. */
function distance(from: string, to: string, graph: Graph): number | undefined {
  const seen = new Set([from])
  let reached = [from]
  for (let steps = 0; reached.length > 0; steps += 1) {
    if (reached.includes(to)) return steps
    reached = [...new Set(reached.flatMap((file) => graph.get(file) ?? []))].filter((file) => !seen.has(file))
    for (const file of reached) seen.add(file)
  }
  return undefined
}
