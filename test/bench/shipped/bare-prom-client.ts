import { createServer } from 'node:http'
import { collectDefaultMetrics, register } from 'prom-client'

collectDefaultMetrics()
const server = createServer(async (_request, response) => {
  response.setHeader('content-type', register.contentType)
  response.end(await register.metrics())
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`listening on ${typeof address === 'object' ? address?.port : address}\n`)
})
