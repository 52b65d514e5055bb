/** A certificate has one level below the envelope, a list of certificates has two. */
const deepest = 32
/** Fifty certificates are four hundred values. */
const mostValues = 100_000

/**
 * Reads JSON. Returns undefined for text that is no JSON, and for JSON that is built to fill the memory: four megabytes of brackets
 * would take eight hundred.
 */
export function parseJson(text: string): unknown {
  if (!isOfReason(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const quote = 0x22
const backslash = 0x5c

function isOfReason(text: string): boolean {
  let depth = 0
  let values = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) at = endOfString(text, at)
    else {
      depth += depthChange(code)
      values += Number(separates(code))
    }
    if (depth > deepest || values > mostValues) return false
  }
  return true
}

/** The position of the quote that ends the string. Most of an answer are strings, and this search is several times as fast as a loop. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = 0
    while (text.charCodeAt(end - 1 - escapes) === backslash) escapes++
    if (escapes % 2 === 0) return end
  }
  return text.length
}

function depthChange(code: number): number {
  if (code === 0x5b || code === 0x7b) return 1
  return code === 0x5d || code === 0x7d ? -1 : 0
}

/** Whether the character is a comma or begins a list or an object. */
function separates(code: number): boolean {
  return code === 0x2c || code === 0x5b || code === 0x7b
}
