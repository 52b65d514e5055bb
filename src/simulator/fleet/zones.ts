import type { Account, Zone } from '../store/model.ts'

export const exampleAccount: Account = { id: 'a1c0ffee5e4f41c2a7b3d4e609a8c001', name: 'Example BV' }
export const legacyAccount: Account = { id: 'a2c0ffee5e4f41c2a7b3d4e609a8c002', name: 'Example Legacy Systems' }

export const exampleCom: Zone = {
  id: '023e105f4ecef8ad9ca31a8372d0c353',
  name: 'example.com',
  account: exampleAccount,
}
export const shop: Zone = { id: '5a1f0c3d9b7e42468c0d1e2f3a4b5c6d', name: 'shop.example', account: exampleAccount }
export const api: Zone = { id: '8d7c6b5a493827160f1e2d3c4b5a6978', name: 'api.example', account: exampleAccount }
export const legacy: Zone = { id: 'c0ffee00c0ffee00c0ffee00c0ffee00', name: 'legacy.example', account: legacyAccount }
/** Has no certificates. Its zone-level list is `"result": null`. */
export const empty: Zone = { id: '1e240000000000000000000000000000', name: 'empty.example', account: legacyAccount }
/** Exists at Cloudflare, but the credentials cannot see it. */
export const foreign: Zone = { id: 'f0e1d2c3b4a5968778695a4b3c2d1e0f', name: 'foreign.example' }

export const visibleZones: readonly Zone[] = [exampleCom, shop, api, legacy, empty]
