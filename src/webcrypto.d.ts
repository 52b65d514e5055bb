/**
 * The WebCrypto types that @peculiar/x509's declarations take from TypeScript's `dom` library.
 * `dom` itself stays out: it would make `name`, `status` and `event` global variables.
 */
type Algorithm = import('node:crypto').webcrypto.Algorithm
type AlgorithmIdentifier = import('node:crypto').webcrypto.AlgorithmIdentifier
type BufferSource = import('node:crypto').webcrypto.BufferSource
type Crypto = import('node:crypto').webcrypto.Crypto
type CryptoKey = import('node:crypto').webcrypto.CryptoKey
type CryptoKeyPair = import('node:crypto').webcrypto.CryptoKeyPair
type EcKeyGenParams = import('node:crypto').webcrypto.EcKeyGenParams
type EcKeyImportParams = import('node:crypto').webcrypto.EcKeyImportParams
type EcdsaParams = import('node:crypto').webcrypto.EcdsaParams
type KeyUsage = import('node:crypto').webcrypto.KeyUsage
type RsaHashedKeyGenParams = import('node:crypto').webcrypto.RsaHashedKeyGenParams
type RsaHashedImportParams = import('node:crypto').webcrypto.RsaHashedImportParams
type RsaPssParams = import('node:crypto').webcrypto.RsaPssParams
