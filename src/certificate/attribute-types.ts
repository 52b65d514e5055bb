interface AttributeType {
  readonly oid: string
  /** The descriptor registered for LDAP (RFC 4519 and IANA's registry). RFC 4514 writes this one. */
  readonly descriptor?: string
  /** Other spellings, read in any case. */
  readonly synonyms?: readonly string[]
}

const attributeTypes: readonly AttributeType[] = [
  { oid: '2.5.4.3', descriptor: 'CN', synonyms: ['commonName'] },
  { oid: '2.5.4.4', descriptor: 'SN', synonyms: ['surname'] },
  { oid: '2.5.4.5', descriptor: 'serialNumber' },
  { oid: '2.5.4.6', descriptor: 'C', synonyms: ['countryName', 'country'] },
  { oid: '2.5.4.7', descriptor: 'L', synonyms: ['localityName', 'locality'] },
  { oid: '2.5.4.8', descriptor: 'ST', synonyms: ['S', 'SP', 'stateOrProvinceName'] },
  { oid: '2.5.4.9', descriptor: 'STREET', synonyms: ['streetAddress'] },
  { oid: '2.5.4.10', descriptor: 'O', synonyms: ['organizationName', 'organization'] },
  { oid: '2.5.4.11', descriptor: 'OU', synonyms: ['organizationalUnitName', 'organizationalUnit'] },
  { oid: '2.5.4.12', descriptor: 'title', synonyms: ['T'] },
  { oid: '2.5.4.13', descriptor: 'description' },
  { oid: '2.5.4.15', descriptor: 'businessCategory' },
  { oid: '2.5.4.17', descriptor: 'postalCode' },
  { oid: '2.5.4.18', descriptor: 'postOfficeBox' },
  { oid: '2.5.4.20', descriptor: 'telephoneNumber' },
  { oid: '2.5.4.41', descriptor: 'name' },
  { oid: '2.5.4.42', descriptor: 'givenName', synonyms: ['GN', 'G'] },
  { oid: '2.5.4.43', descriptor: 'initials', synonyms: ['I'] },
  { oid: '2.5.4.44', descriptor: 'generationQualifier', synonyms: ['generation'] },
  { oid: '2.5.4.46', descriptor: 'dnQualifier', synonyms: ['DNQ'] },
  { oid: '2.5.4.51', descriptor: 'houseIdentifier' },
  { oid: '2.5.4.65', descriptor: 'pseudonym' },
  { oid: '2.5.4.97', descriptor: 'organizationIdentifier' },
  { oid: '0.9.2342.19200300.100.1.1', descriptor: 'UID', synonyms: ['userId'] },
  { oid: '0.9.2342.19200300.100.1.3', descriptor: 'mail', synonyms: ['rfc822Mailbox'] },
  { oid: '0.9.2342.19200300.100.1.25', descriptor: 'DC', synonyms: ['domainComponent'] },
  { oid: '1.2.840.113549.1.9.1', descriptor: 'emailAddress', synonyms: ['E', 'email'] },
  // These types are not registered for LDAP. They are written as object identifiers, and the names of OpenSSL and others are read.
  { oid: '1.2.840.113549.1.9.2', synonyms: ['unstructuredName'] },
  { oid: '1.2.840.113549.1.9.8', synonyms: ['unstructuredAddress'] },
  { oid: '1.3.6.1.4.1.311.60.2.1.1', synonyms: ['jurisdictionL', 'jurisdictionLocalityName'] },
  { oid: '1.3.6.1.4.1.311.60.2.1.2', synonyms: ['jurisdictionST', 'jurisdictionStateOrProvinceName'] },
  { oid: '1.3.6.1.4.1.311.60.2.1.3', synonyms: ['jurisdictionC', 'jurisdictionCountryName'] },
]

const descriptors: ReadonlyMap<string, string> = new Map(
  attributeTypes.flatMap(({ oid, descriptor }) => (descriptor === undefined ? [] : [[oid, descriptor] as const])),
)

const oids: ReadonlyMap<string, string> = new Map(
  attributeTypes.flatMap(({ oid, descriptor, synonyms = [] }) =>
    [descriptor ?? oid, ...synonyms].map((name) => [name.toLowerCase(), oid] as const),
  ),
)

/** The short name that RFC 4514 writes for an attribute type, if there is one. */
export function descriptorOf(oid: string): string | undefined {
  return descriptors.get(oid)
}

/** The dotted object identifier of an attribute type, from any of its names or from an identifier, also with `OID.` before it. */
export function attributeOid(type: string): string | undefined {
  const name = type.replace(/^oid\./i, '')
  return /^\d+(?:\.\d+)+$/.test(name) ? name : oids.get(name.toLowerCase())
}
