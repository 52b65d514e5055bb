import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

/** What each room may import from other rooms, the ground floor first. A file directly in `src/` is a room of its own. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  kinds: [],
  hostname: [],
  certificate: ['kinds'],
  trust: ['certificate'],
  clock: ['certificate'],
  files: ['clock'],
  config: ['certificate', 'clock', 'files', 'hostname', 'kinds'],
  cloudflare: ['clock', 'hostname', 'kinds'],
  inventory: ['certificate', 'cloudflare', 'hostname', 'kinds', 'trust'],
  judgement: ['certificate', 'inventory', 'kinds', 'trust'],
  monitor: ['certificate', 'clock', 'cloudflare', 'inventory', 'judgement', 'kinds', 'trust'],
  state: ['certificate', 'clock', 'files', 'inventory', 'kinds'],
  exposition: ['certificate', 'inventory', 'judgement', 'kinds', 'trust'],
  report: ['certificate', 'inventory', 'judgement', 'kinds', 'trust'],
  page: ['certificate', 'history', 'inventory', 'judgement', 'kinds', 'report', 'trust'],
  calendar: ['certificate', 'kinds', 'report'],
  history: ['certificate', 'clock', 'judgement'],
  api: ['certificate', 'history', 'judgement', 'printable-json', 'report'],
  schedule: ['clock'],
  tokens: ['certificate', 'clock', 'cloudflare'],
  http: [],
  log: ['printable-json'],
  'printable-json': [],
  simulator: [],
  version: [],
}

/** Nothing but `cloudflare/failure.ts`, the words for what can go wrong, goes on to the inventory. */
const onlyFile: Readonly<Record<string, string>> = { 'inventory -> cloudflare': 'failure.ts' }

const pure = [
  'api',
  'calendar',
  'certificate',
  'exposition',
  'hostname',
  'inventory',
  'judgement',
  'kinds',
  'page',
  'printable-json',
  'report',
  'trust',
]

const impure =
  /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\b|\bsetTimeout\b|\bperformance\b|'node:(?:fs|http|https|net|tls|child_process|timers)[/'p]|'undici'/

/** Texts that the reader's browser runs, where there is a clock. */
const runElsewhere = /^src\/page\/script(-\w+)?\.ts$/

interface SourceFile {
  readonly path: string
  readonly room: string
  readonly text: string
  readonly imports: readonly { readonly room: string; readonly file: string }[]
}

function roomOf(path: string): string {
  const [first = '', second] = relative('src', path).split('/')
  return second === undefined ? first.replace(/\.ts$/, '') : first
}

const files: readonly SourceFile[] = globSync('src/**/*.ts').map((path) => {
  const text = readFileSync(path, 'utf8')
  const targets = [...text.matchAll(/(?:from|import|import\()\s*'(\.[^']+)'/g)].map(([, target = '']) =>
    join(dirname(path), target),
  )
  const imports = targets
    .filter((target) => target.startsWith('src/'))
    .map((target) => ({ room: roomOf(target), file: target.split('/').at(-1) ?? '' }))
  return { path, room: roomOf(path), text, imports }
})

test('the rooms are found at all', () => {
  expect(files.length).toBeGreaterThan(50)
  expect(files.flatMap(({ imports }) => imports).length).toBeGreaterThan(200)
})

describe('data goes in one direction', () => {
  test.each(Object.entries(arrows))('%s', (room, allowed) => {
    for (const { path, imports } of files.filter((file) => file.room === room))
      for (const target of imports) expect([room, ...allowed], `${path} imports ${target.room}`).toContain(target.room)
  })

  test('only the demo knows the simulator', () => {
    const users = files.filter(
      ({ room, imports }) => room !== 'simulator' && imports.some((target) => target.room === 'simulator'),
    )
    expect(users.map(({ path }) => path)).toEqual(['src/cli/demo-configuration.ts', 'src/cli/demo.ts'])
  })

  test.each(Object.entries(onlyFile))('%s: only %s', (arrow, file) => {
    const [from, to] = arrow.split(' -> ')
    const targets = files
      .filter(({ room }) => room === from)
      .flatMap(({ imports }) => imports.filter(({ room }) => room === to))
    expect(new Set(targets.map((target) => target.file))).toEqual(new Set([file]))
  })

  test('every room is in the list', () => {
    const composition = ['cli', 'daemon', 'main', 'webcrypto.d']
    expect([...new Set(files.map(({ room }) => room))].sort()).toEqual([...Object.keys(arrows), ...composition].sort())
  })
})

test.each(pure)('%s touches no clock, chance, network or disk', (room) => {
  for (const { path, text } of files.filter((file) => file.room === room && !runElsewhere.test(file.path)))
    expect(impure.exec(text)?.[0], path).toBeUndefined()
})

test('only the table of kinds tells one kind from another', () => {
  const words = /\bkind\w* [!=]== '(?:hostname|zone)'|'(?:hostname|zone)' [!=]== kind/
  for (const { path, room, text } of files.filter(({ room }) => room !== 'kinds' && room !== 'simulator'))
    expect(words.exec(text)?.[0], `${path} (${room})`).toBeUndefined()
})

test('only main.ts speaks to the process', () => {
  const speakers = files.filter(({ text }) => /(?<![.\w])process\.\w|'node:process'/.test(text)).map(({ path }) => path)
  expect(speakers).toEqual(['src/main.ts'])
})

test('no file is a heap of everything, or longer than a room should be', () => {
  for (const { path, text } of files) {
    expect(path).not.toMatch(/util|helper|misc|common/)
    if (!text.startsWith('// Written by')) expect(text.split('\n').length, path).toBeLessThanOrEqual(200)
  }
})
