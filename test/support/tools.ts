import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { describe, expect, test } from 'vitest'

/** Whether a program is on the PATH. */
export function hasTool(name: string): boolean {
  return pathOfTool(name) !== undefined
}

/** Where a program is that is on the PATH. */
export function pathOfTool(name: string): string | undefined {
  const { PATH = '' } = process.env
  const folders = PATH.split(delimiter).filter((folder) => folder !== '')
  return folders.map((folder) => join(folder, name)).find(isExecutable)
}

/** As `hasTool`, but with `CI=true` a missing program is an error: there a skipped test would go unseen. */
export function requireTool(name: string): boolean {
  const found = hasTool(name)
  if (!found && isCi()) throw new Error(`${name} is not installed, and with CI=true no test may skip`)
  return found
}

/**
 * `describe` for tests that run these programs. Where one is missing they skip, and the title says why, for the last lines of the
 * run (test/run/reporter.ts); with `CI=true` they fail. Run the programs in hooks and tests only: the body itself is also run when everything in it is skipped.
 */
export function describeWithTools(tools: readonly string[], title: string, body: () => void): void {
  const missing = tools.filter((tool) => !hasTool(tool))
  const reason = missing.length > 0 ? ` (skipped: ${missing.join(', ')} not installed)` : ''
  if (missing.length > 0 && isCi()) describe(title, () => test('has its programs', () => missing.forEach(requireTool)))
  else describe.skipIf(missing.length > 0)(`${title}${reason}`, body)
}

/**
 * As `describeWithTools`, for a module of Python: out of the virtual environment that `.ci/run` makes, or the system's.
 * @param body is handed the interpreter
 */
export function describeWithPythonModule(module: string, title: string, body: (python: string) => void): void {
  const python = ['.ci/venv/bin/python', 'python3'].find(
    (each) => spawnSync(each, ['-c', `import ${module}`]).status === 0,
  )
  if (python) describe(title, () => body(python))
  else if (isCi()) describe(title, () => test('has its module', () => expect.fail(`Python has no ${module}`)))
  else describe.skip(`${title} (skipped: Python has no ${module})`, () => body('python3'))
}

function isCi(): boolean {
  const { CI } = process.env
  return CI === 'true'
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
