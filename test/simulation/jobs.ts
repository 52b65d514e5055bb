import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'

/** Runs this program as so many processes, each with its share of the seeds, and waits for all of them. */
export async function runAsJobs(jobs: number, argv: readonly string[]): Promise<void> {
  const [, program = ''] = process.argv
  const children = Array.from({ length: jobs }, (_, number) => {
    const own = [...process.execArgv, program, ...argv, '--jobs', '1', '--share', `${number}/${jobs}`]
    return spawn(process.execPath, own, { stdio: 'inherit' })
  })
  await Promise.all(children.map((child) => once(child, 'exit')))
}
