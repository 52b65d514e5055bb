import { readdirSync, readFileSync } from 'node:fs'
import { Marked, type RendererObject, type Token } from 'marked'

const folder = new URL('../docs/runbooks/', import.meta.url)
const onGithub = 'https://github.com/cloudflare-cert-exporter/cloudflare-cert-exporter/blob/main/docs/runbooks/'

/** The HTML of every runbook in docs/runbooks, by its name. */
export function runbookBodies(): Readonly<Record<string, string>> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.md'))
  return Object.fromEntries(
    files.sort().map((file) => [file.replace(/\.md$/, ''), htmlOf(readFileSync(new URL(file, folder), 'utf8'))]),
  )
}

/** @throws if the text has HTML in it */
export function htmlOf(markdown: string): string {
  return new Marked({ renderer, walkTokens: moveLink }).parse(markdown, { async: false })
}

const renderer: RendererObject = {
  heading({ tokens, depth, text }) {
    return `<h${depth} id="${anchorOf(text)}">${this.parser.parseInline(tokens)}</h${depth}>\n`
  },
  html({ text }) {
    throw new Error(`a runbook has HTML in it: ${text}`)
  },
}

/** Links between runbooks lead to those that are served, and others that are relative to the repository. */
function moveLink(token: Token): void {
  if (token.type !== 'link') return
  const [, name, fragment = ''] = /^([\w-]+)\.md(#.*)?$/.exec(token.href) ?? []
  token.href = name === undefined ? new URL(token.href, onGithub).href : `${name}${fragment}`
}

/** As GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .trim()
    .replaceAll(' ', '-')
}
