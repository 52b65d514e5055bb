import { certificateBlocks } from '../certificate/pem.ts'

/** The certificates of a PEM text in base64, the leaf first: what is kept to build paths again when a CA file changes. */
export function presentedIn(pem: string): readonly string[] {
  return certificateBlocks(pem).map((block) => block.replace(/\s+/g, ''))
}
