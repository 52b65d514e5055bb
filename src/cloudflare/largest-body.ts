/**
 * How many bytes the body of an answer may have, on the wire and decoded. A full list of 50 certificates with chains of four, 4 kB each,
 * is under 1 MB; the bound leaves room for four of those.
 */
export const largestBody = 4 * 1024 * 1024
