// The browser's own types, which playwright-core and axe-core name. All of `lib.dom` would let the whole program say `document`.

interface Node {
  readonly nodeType: number
}
interface NodeList {
  readonly length: number
}
interface Element extends Node {
  readonly tagName: string
}
interface HTMLElement extends Element {
  readonly hidden: boolean
}
interface SVGElement extends Element {
  readonly viewportElement: SVGElement | null
}
interface Document extends Node {
  readonly title: string
}
interface Window {
  readonly document: Document
}
interface DOMRect {
  readonly x: number
}
interface HTMLElementTagNameMap {
  readonly a: HTMLElement
}
