/** Recorded refusals: HTTP status, code and text. Some of them are also given to a valid credential. */
export const recordedRefusals = {
  /** For a valid token that lacks a permission for this zone. */
  this_resource: [403, 9109, 'Unauthorized to access requested resource'],
  invalid_token: [403, 9109, 'Invalid access token'],
  location: [403, 9109, 'Cannot use the access token from location: 192.0.2.1'],
  authentication_error: [403, 10000, 'Authentication error'],
  authentication_error_400: [400, 10000, 'Authentication error'],
  /** For a valid token, by one backend. */
  unauthorized: [401, 2036, 'Unauthorized'],
  unknown_key: [403, 9103, 'Unknown X-Auth-Key or X-Auth-Email'],
  locked_out: [429, 10502, 'Too many authentication failures. Please try again later.'],
  rate_limited: [429, 10429, 'Rate limited. Please wait and consider throttling your request speed'],
  rate_limited_200: [200, 10429, 'Rate limited. Please wait and consider throttling your request speed'],
  please_wait_200: [200, 971, 'Please wait and consider throttling your request speed'],
} as const satisfies Record<string, readonly [status: number, code: number, message: string]>

export type RefusalName = keyof typeof recordedRefusals

export const refusalNames = [
  'this_resource',
  'invalid_token',
  'location',
  'authentication_error',
  'authentication_error_400',
  'unauthorized',
  'unknown_key',
  'locked_out',
  'rate_limited',
  'rate_limited_200',
  'please_wait_200',
] as const satisfies readonly RefusalName[]
