import type { Zone } from './model.ts'

export const exampleCom: Zone = { id: '023e105f4ecef8ad9ca31a8372d0c353', name: 'example.com' }
export const shop: Zone = { id: '5a1f0c3d9b7e42468c0d1e2f3a4b5c6d', name: 'shop.example' }
export const api: Zone = { id: '8d7c6b5a493827160f1e2d3c4b5a6978', name: 'api.example' }
export const legacy: Zone = { id: 'c0ffee00c0ffee00c0ffee00c0ffee00', name: 'legacy.example' }
/** Has no certificates: its zone-level list is `"result": null`. */
export const empty: Zone = { id: '1e240000000000000000000000000000', name: 'empty.example' }
/** Exists at Cloudflare, but the credentials cannot see it. */
export const foreign: Zone = { id: 'f0e1d2c3b4a5968778695a4b3c2d1e0f', name: 'foreign.example' }

export const visibleZones: readonly Zone[] = [exampleCom, shop, api, legacy, empty]
