import { hashSync } from 'bcryptjs'
import { afterEach, expect, test } from 'vitest'
import { PasswordQueue } from '../../../src/http/door/password-queue.ts'

const queues: PasswordQueue[] = []
afterEach(() => Promise.all(queues.splice(0).map((queue) => queue.close())))

function queue(code?: URL): PasswordQueue {
  const made = new PasswordQueue(code)
  queues.push(made)
  return made
}

const script = (text: string) => new URL(`data:text/javascript,${encodeURIComponent(text)}`)

test('says which password belongs to which hash, in every spelling of bcrypt', async () => {
  const passwords = queue()
  const hash = hashSync('secret', 4)
  for (const version of ['a', 'b', 'y']) {
    expect(await passwords.check('secret', hash.replace(/^\$2b/, `$2${version}`))).toBe(true)
    expect(await passwords.check('Secret', hash.replace(/^\$2b/, `$2${version}`))).toBe(false)
  }
})

test('the event loop goes on meanwhile', async () => {
  const passwords = queue()
  await passwords.check('x', hashSync('x', 4))
  const hash = hashSync('x', 11)
  let turns = 0
  let isDone = false
  const turn = () => {
    turns += 1
    if (!isDone) setImmediate(turn)
  }
  setImmediate(turn)
  await passwords.check('y', hash)
  isDone = true
  expect(turns).toBeGreaterThan(100)
})

test('takes 20 to wait behind the one that is checked, and no more until one is done', async () => {
  const passwords = queue()
  const hash = hashSync('x', 4)
  const taken = Array.from({ length: 21 }, () => passwords.check('x', hash))
  expect(taken).not.toContain(undefined)
  expect(passwords.check('x', hash)).toBeUndefined()
  await taken[0]
  expect(await passwords.check('x', hash)).toBe(true)
  expect(await Promise.all(taken)).toEqual(Array.from(taken, () => true))
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
    const waiting = [passwords.check('x', 'y'), passwords.check('x', 'y')]
    for (const each of waiting) await expect(each).rejects.toThrow(words)
    await expect(passwords.check('x', 'y')).rejects.toThrow(words)
  },
)

test('sees nothing of the environment', async () => {
  const text = `import { parentPort } from 'node:worker_threads'
    parentPort.on('message', () => parentPort.postMessage(Object.keys(process.env).length === 0))`
  expect(await queue(script(text)).check('x', 'y')).toBe(true)
})

test('once closed it takes nothing, and who waited is told', async () => {
  const passwords = queue()
  const waiting = passwords.check('x', hashSync('x', 12))
  const told = expect(waiting).rejects.toThrow('shutting down')
  await passwords.close()
  await told
  expect(passwords.check('x', 'y')).toBeUndefined()
})
