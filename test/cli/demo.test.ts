import { expect, test } from 'vitest'
import { cli } from '../support/cli.ts'
import { startExporter } from '../support/program.ts'

test('the demo prints its links before its log, and what it says to try works against it', async () => {
  const program = startExporter(['demo', '--listen', '127.0.0.1:0'])
  try {
    const [, url = ''] = await program.saw(/the page +(http:\S+)/)
    // All before was kept until the links were printed.
    expect(program.stderr).toBe('')
    await program.saw(/"event":"cycle_done"/)
    expect((await fetch(`${url}healthz`)).status).toBe(200)
    const commands = [...program.stdout.matchAll(/npm start --silent -- (.*)$/gm)].map(([, words = '']) =>
      words.split(' '),
    )
    expect(commands.map(([name]) => name)).toEqual(['check', 'validate', 'discover'])
    const answers = await Promise.all(commands.map((argv) => cli(argv)))
    expect(answers.map(({ code }) => code)).toEqual([2, 0, 0])
    expect(answers.map(({ stdout }) => stdout)).toEqual([
      expect.stringMatching(/^STATE[\s\S]*43 certificates: 3 expired/),
      expect.stringMatching(
        /reads the hostname certificates of[\s\S]*reads the gateway_certificate certificates of Example BV/,
      ),
      expect.stringMatching(/^certificates:\n[\s\S]*^zones:\n[\s\S]*^accounts:\n/m),
    ])
  } finally {
    program.kill('SIGTERM')
  }
  expect(await program.exit).toBe(0)
})
