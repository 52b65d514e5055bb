/** When each thing happens next. */
export class Agenda {
  readonly #next = new Map<string, number>()

  planned(name: string, at: number): void {
    this.#next.set(name, at)
  }

  /** The first of these that happens after a moment. Undefined: none is planned. */
  nextOf(names: readonly string[], after: number): number | undefined {
    const moments = names.map((name) => this.#next.get(name)).filter((at) => at !== undefined)
    return moments.filter((at) => at > after).toSorted((a, b) => a - b)[0]
  }
}
