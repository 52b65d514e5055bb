import { hashSync } from 'bcryptjs'
import { afterEach, expect, test } from 'vitest'
import { PasswordQueue } from '../../../src/http/door/password-queue.ts'
import { defaultLimits } from '../../../src/http/limits.ts'
import { patient } from '../../support/machine.ts'

const queues: PasswordQueue[] = []
afterEach(() => Promise.all(queues.splice(0).map((queue) => queue.close())))

function queue(code?: URL, limits: Partial<typeof defaultLimits> = {}): PasswordQueue {
  const made = new PasswordQueue({ ...defaultLimits, ...limits }, code)
  queues.push(made)
  return made
}

const script = (text: string) => new URL(`data:text/javascript,${encodeURIComponent(text)}`)

test('says which password belongs to which hash, in every spelling of bcrypt', async () => {
  const passwords = queue()
  const hash = hashSync('secret', 4)
  for (const version of ['a', 'b', 'y']) {
    expect(await passwords.check('secret', hash.replace(/^\$2b/, `$2${version}`), 'a')).toBe(true)
    expect(await passwords.check('Secret', hash.replace(/^\$2b/, `$2${version}`), 'a')).toBe(false)
  }
})

test('the event loop goes on meanwhile', async () => {
  const passwords = queue()
  await passwords.check('x', hashSync('x', 4), 'a')
  const hash = hashSync('x', 11)
  let turns = 0
  let isDone = false
  const turn = () => {
    turns += 1
    if (!isDone) setImmediate(turn)
  }
  setImmediate(turn)
  await passwords.check('y', hash, 'a')
  isDone = true
  expect(turns).toBeGreaterThan(100)
})

test('clients take turns, however many passwords one of them has sent', async () => {
  const passwords = queue()
  const hash = hashSync('x', 4)
  const order: string[] = []
  const ask = async (client: string) => {
    await passwords.check('y', hash, client)
    order.push(client)
  }
  const flood = Array.from({ length: 30 }, () => ask('192.0.2.1'))
  await Promise.all([...flood, ask('2001:db8::1'), ask('2001:db8::2')])
  expect(order.indexOf('2001:db8::1')).toBeLessThan(4)
  // The same /64, and so the same client.
  expect(order.indexOf('2001:db8::2')).toBeLessThan(6)
})

test('where too many wait, the newest of whoever has sent most makes room', async () => {
  const passwords = queue(undefined, { maxPasswordsWaiting: 4 })
  const hash = hashSync('x', 4)
  const [running, ...flood] = Array.from({ length: 5 }, () => passwords.check('x', hash, '192.0.2.1'))
  const others = [passwords.check('x', hash, '192.0.2.2'), passwords.check('x', hash, '192.0.2.2')]
  const tooMany = passwords.check('x', hash, '192.0.2.2')
  expect(await Promise.all(flood)).toEqual([true, true, undefined, undefined])
  expect(await Promise.all([running, ...others])).toEqual([true, true, true])
  expect(await tooMany).toBeUndefined()
})

test('whose turn does not come in time is told so, and one that is being checked gets its answer', async () => {
  const slow = script(`import { parentPort } from 'node:worker_threads'
    parentPort.on('message', () => setTimeout(() => parentPort.postMessage(true), ${patient(4_000)}))`)
  const passwords = queue(slow, { passwordPatience: 100 })
  const first = passwords.check('x', 'y', 'a')
  expect(await passwords.check('x', 'y', 'a')).toBeUndefined()
  expect(await first).toBe(true)
})

test.each([
  ['throws', 'throw new Error("broken")', 'broken'],
  ['ends', 'process.exit(3)', 'the password thread ended'],
])(
  'a thread that %s is an error for everybody who waits, and the next one gets another thread',
  async (_, text, words) => {
    const passwords = queue(
      script(`import { parentPort } from 'node:worker_threads'; parentPort.once('message', () => { ${text} })`),
    )
    const waiting = [passwords.check('x', 'y', 'a'), passwords.check('x', 'y', 'a')]
    for (const each of waiting) await expect(each).rejects.toThrow(words)
    await expect(passwords.check('x', 'y', 'a')).rejects.toThrow(words)
  },
)

test('sees nothing of the environment', async () => {
  const text = `import { parentPort } from 'node:worker_threads'
    parentPort.on('message', () => parentPort.postMessage(Object.keys(process.env).length === 0))`
  expect(await queue(script(text)).check('x', 'y', 'a')).toBe(true)
})

test('once closed it takes nothing, and who waited is told', async () => {
  const passwords = queue()
  const waiting = passwords.check('x', hashSync('x', 12), 'a')
  const told = expect(waiting).rejects.toThrow('shutting down')
  await passwords.close()
  await told
  expect(await passwords.check('x', 'y', 'a')).toBeUndefined()
})
