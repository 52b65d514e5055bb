import { hashSync } from 'bcryptjs'
import { describe, expect, test } from 'vitest'
import { BasicAuth, type CheckPassword } from '../../../src/http/door/basic-auth.ts'
import { defaultLimits } from '../../../src/http/limits.ts'
import { patient } from '../../support/machine.ts'
import { basic, get, hello, useServers } from './support.ts'

const serve = useServers()
const cost = 4
const hashed = (password: string) => hashSync(password, cost)
const users = new Map([
  ['alice', hashed('wonderland')],
  ['bob', hashed('a:b::c')],
  ['zoë', hashed('pässwörd €')],
  ['carol', hashed('c'.repeat(72))],
  ['nopassword', hashed('')],
  ['odd', hashed('\u{fffd}')],
])

describe('over HTTP', () => {
  const ask = async (headers: Readonly<Record<string, string>>, path = '/hello') => {
    const { port } = await serve({ users })
    return get(port, { secure: false, headers, path })
  }

  test.each([
    ['a name and its password', 'alice', 'wonderland'],
    ['a password with colons', 'bob', 'a:b::c'],
    ['a name and a password beyond ASCII', 'zoë', 'pässwörd €'],
    ['a password that is empty', 'nopassword', ''],
    ['a password of the 72 bytes that bcrypt looks at', 'carol', 'c'.repeat(72)],
    ['a longer one, of which htpasswd too saw only so much', 'carol', `${'c'.repeat(72)}xyz`],
  ])('%s is let in', async (_, name, password) => {
    expect(await ask(basic(name, password))).toMatchObject({ outcome: 200, body: 'hello\n' })
  })

  test.each([
    ['another password', 'alice', 'wonderlanD'],
    ['no password', 'alice', ''],
    ["somebody else's password", 'alice', 'a:b::c'],
    ['an unknown name', 'mallory', 'wonderland'],
    ['no name', '', ''],
    ['a name in another spelling', 'Alice', 'wonderland'],
    ['a part of the 72 bytes', 'carol', 'c'.repeat(71)],
    ['the hash itself', 'alice', users.get('alice') ?? ''],
    ['a name that every object has', 'constructor', 'x'],
  ])('%s is not', async (_, name, password) => {
    expect(await ask(basic(name, password))).toMatchObject({ outcome: 401, body: 'unauthorized\n' })
  })

  const right = basic('alice', 'wonderland').authorization
  test.each([
    ['nothing', {}],
    ['another scheme', { authorization: right.replace('Basic', 'Bearer') }],
    ['a scheme alone', { authorization: 'Basic' }],
    ['no base64', { authorization: 'Basic alice:wonderland' }],
    ['base64 with something behind it', { authorization: `${right} x` }],
    ['base64 that ends too early', { authorization: right.replace(/.$/, '') }],
    ['no colon', { authorization: `Basic ${Buffer.from('alice').toString('base64')}` }],
    ['a NUL, behind which bcrypt would begin anew', basic('alice', 'wonderland\0wonderland')],
    ['a NUL in the name', basic('alice\0', 'wonderland')],
    ['no UTF-8', { authorization: `Basic ${Buffer.from('zo\xeb:p\xe4ss', 'latin1').toString('base64')}` }],
    [
      'no UTF-8, where a replacement would be right',
      { authorization: `Basic ${Buffer.from('odd:\xff', 'latin1').toString('base64')}` },
    ],
    ['a proxy', { 'proxy-authorization': right }],
  ])('%s is told how', async (_, headers) => {
    const answer = await ask(headers)
    expect(answer.outcome).toBe(401)
    expect(answer.headers['www-authenticate']).toBe('Basic realm="cloudflare-cert-exporter", charset="UTF-8"')
  })

  test('the scheme in any case', async () => {
    expect((await ask({ authorization: right.replace('Basic', 'bAsIc') })).outcome).toBe(200)
  })

  test.each(['/hello', '/nothing', '/', '/hello?x', '//hello', '/../hello', '*'])('%s asks for it', async (path) => {
    expect((await ask({}, path)).outcome).toBe(401)
  })

  test('other methods ask for it as well, and a HEAD is told without a body', async () => {
    const { port } = await serve({ users })
    for (const method of ['HEAD', 'POST', 'OPTIONS', 'DELETE'])
      expect(await get(port, { secure: false, method })).toMatchObject({
        outcome: 401,
        body: method === 'HEAD' ? '' : 'unauthorized\n',
      })
  })

  test('without users nobody is asked', async () => {
    const { port } = await serve({ users: new Map() })
    expect((await get(port, { secure: false })).outcome).toBe(200)
  })

  test('too many at once are told to come again, and who was right before does not wait with them', async () => {
    const slow = new Map([['alice', hashSync('wonderland', 8)]])
    const { port, refusals } = await serve({ users: slow }, hello, { maxPasswordsWaiting: 5 })
    const alice = () => get(port, { secure: false, headers: basic('alice', 'wonderland') })
    expect((await alice()).outcome).toBe(200)
    const flood = Array.from({ length: 20 }, (_, i) =>
      get(port, { secure: false, headers: basic('alice', `guess ${i}`) }),
    )
    const rejected = await Promise.race(
      flood.map(async (it) => ((await it).outcome === 503 ? it : new Promise<never>(() => {}))),
    )
    expect(rejected).toMatchObject({ headers: { 'retry-after': '2' }, body: 'too many passwords to check at once\n' })
    expect((await alice()).outcome).toBe(200)
    const outcomes = (await Promise.all(flood)).map(({ outcome }) => outcome)
    expect(new Set(outcomes)).toEqual(new Set([401, 503]))
    expect(refusals.toSorted()).toEqual(
      outcomes.map((outcome) => (outcome === 503 ? 'passwords_full' : 'password_wrong')).toSorted(),
    )
  })

  test('a right password that is not yet known is let in during a flood of wrong ones, from the same address too', async () => {
    const slow = new Map([['alice', hashSync('wonderland', 6)]])
    const { port } = await serve({ users: slow }, hello, { passwordPatience: patient(defaultLimits.passwordPatience) })
    let isOver = false
    const flood = Array.from({ length: 40 }, async (_, i) => {
      for (let n = 0; !isOver; n++) await get(port, { secure: false, headers: basic('alice', `${i} ${n}`) })
    })
    expect((await get(port, { secure: false, headers: basic('alice', 'wonderland') })).outcome).toBe(200)
    isOver = true
    await Promise.all(flood)
  })

  test('who sends no password is told how, and counts as nobody who was turned away', async () => {
    const { port, refusals } = await serve({ users })
    expect((await get(port, { secure: false })).outcome).toBe(401)
    expect(refusals).toEqual([])
  })

  test('a check that fails lets nobody in', async () => {
    const failing = new BasicAuth(
      () => Promise.reject(new Error('no thread')),
      () => undefined,
    )
    await expect(failing.refusal(basic('alice', 'wonderland').authorization, users, 'a')).rejects.toThrow('no thread')
    expect(await ask(basic('alice', 'wonderland'))).toMatchObject({ outcome: 200 })
  })
})

/** Checks that are counted, and answer as a test likes. */
function counting(answer: (password: string, hash: string) => boolean | Promise<boolean> = (it) => it === 'right') {
  const hashes: string[] = []
  const check: CheckPassword = async (password, hash) => {
    hashes.push(hash)
    return answer(password, hash)
  }
  return { hashes, auth: new BasicAuth(check, () => undefined) }
}

const status = async (auth: BasicAuth, name: string, password: string, known: ReadonlyMap<string, string>) =>
  (await auth.refusal(basic(name, password).authorization, known, 'a'))?.status ?? 200

describe('the work that a password makes', () => {
  const two = new Map([
    ['alice', 'hash of alice'],
    ['bob', 'hash of bob'],
  ])

  test('is done once for a right one, and every time for a wrong one', async () => {
    const { auth, hashes } = counting()
    for (const _ of [1, 2, 3]) expect(await status(auth, 'alice', 'right', two)).toBe(200)
    expect(hashes).toHaveLength(1)
    for (const _ of [1, 2, 3]) expect(await status(auth, 'alice', 'wrong', two)).toBe(401)
    expect(hashes).toHaveLength(4)
  })

  test('is the same for a name that nobody has, and always with the same hash', async () => {
    const { auth, hashes } = counting()
    for (const _ of [1, 2, 3]) expect(await status(auth, 'mallory', 'right', two)).toBe(401)
    expect(hashes).toHaveLength(3)
    expect(new Set(hashes).size).toBe(1)
    expect([...two.values()]).toContain(hashes[0])
    for (let i = 0; i < 50; i++) await status(auth, `mallory${i}`, 'x', two)
    expect(new Set(hashes)).toEqual(new Set(two.values()))
  })

  test('is shared by those who ask the same at the same time', async () => {
    const gate = Promise.withResolvers<boolean>()
    const { auth, hashes } = counting(() => gate.promise)
    const all = [1, 2, 3].map(() => status(auth, 'alice', 'right', two))
    gate.resolve(true)
    expect(await Promise.all(all)).toEqual([200, 200, 200])
    expect(hashes).toHaveLength(1)
  })

  test('is done again when the hash has changed, and nobody comes in who is no longer in the file', async () => {
    const { auth } = counting((_, hash) => hash === 'hash of alice')
    expect(await status(auth, 'alice', 'right', two)).toBe(200)
    expect(await status(auth, 'alice', 'right', new Map([['alice', 'another hash']]))).toBe(401)
    expect(await status(auth, 'alice', 'right', new Map([['bob', 'hash of alice']]))).toBe(401)
    expect(await status(auth, 'alice', 'right', two)).toBe(200)
  })

  test('of a right password is remembered for the last hundred only', async () => {
    const { auth, hashes } = counting(() => true)
    const many = new Map(Array.from({ length: 101 }, (_, i) => [`user${i}`, `hash ${i}`] as const))
    for (const name of many.keys()) await status(auth, name, 'x', many)
    expect(hashes).toHaveLength(101)
    expect(await status(auth, 'user100', 'x', many)).toBe(200)
    expect(hashes).toHaveLength(101)
    expect(await status(auth, 'user0', 'x', many)).toBe(200)
    expect(hashes).toHaveLength(102)
  })
})
