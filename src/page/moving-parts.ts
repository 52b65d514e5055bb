import { createHash } from 'node:crypto'

/**
 * What a page says, in two hashes. `fixed` is that of everything but the moving elements: moments that the script counts from
 * (`data-ago`), and texts that change with every cycle or day (`data-moving`). `moving` is that of these.
 */
export interface PageVersion {
  readonly fixed: string
  readonly moving: string
}

const element = /(<time datetime=")([^"]*)(" data-ago>)[^<]*|(<\w+ data-moving>)([^<]*)/g

/**
 * Takes the moving elements out of a page.
 * @param rest what else belongs to what is fixed
 */
export function movingPartsOf(
  text: string,
  rest: string,
): { readonly version: PageVersion; readonly moving: readonly string[] } {
  const moving: string[] = []
  const fixed = text.replaceAll(element, (_, before, moment, after, tag, words) => {
    moving.push(moment ?? words)
    return tag ?? `${before}${after}`
  })
  return { version: { fixed: hashOf(`${rest}\n${fixed}`), moving: hashOf(moving.join('\n')) }, moving }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}

export function versionText({ fixed, moving }: PageVersion): string {
  return `${fixed}.${moving}`
}

/** Whether a reader has the same page but for its moving elements. */
export function isFixedPartKnown(ifNoneMatch: string | undefined, { fixed }: PageVersion): boolean {
  return ifNoneMatch?.startsWith(`"${fixed}.`) ?? false
}
