// What the program uses of undici. Its index also loads fetch, WebSocket, mocks and caches, which are half of it.
import api from 'undici/lib/api/index.js'
import Agent from 'undici/lib/dispatcher/agent.js'
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js'
import EnvHttpProxyAgent from 'undici/lib/dispatcher/env-http-proxy-agent.js'

// As undici's index does it.
Object.assign(Dispatcher.prototype, api)

export { Agent, EnvHttpProxyAgent }
