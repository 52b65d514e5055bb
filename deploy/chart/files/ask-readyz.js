// Asks until somebody is ready, for so many seconds: node -e … HOST PORT SECONDS
const { get } = require('node:http')
const [host, port, seconds] = process.argv.slice(1)
const end = Date.now() + Number(seconds) * 1000
const ask = () => {
  // `localhost`, so that server.allowed_hosts need not name the Service.
  const request = get({ host, port, path: '/readyz', headers: { host: 'localhost' }, timeout: 5000 }, (response) => {
    response.resume()
    done(response.statusCode === 200, `${response.statusCode}`)
  })
  request.once('timeout', () => request.destroy(new Error('no answer within 5 s')))
  request.once('error', (error) => done(false, error.message))
}
const done = (ready, words) => {
  console.log(`http://${host}:${port}/readyz: ${words}`)
  if (!ready && Date.now() < end) setTimeout(ask, 1000)
  else process.exitCode = ready ? 0 : 1
}
ask()
