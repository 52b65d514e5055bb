import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Answer } from '../api/answer.ts'
import type { Parameter } from './parameters.ts'

/** One request and the connection to its client. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Resolves after this time, or when the connection is closed. */
  pause(ms: number): Promise<void>
}

/** Changes the answer, or handles the connection itself and returns undefined. */
export type Effect = (answer: Answer, exchange: Exchange) => Answer | undefined | Promise<Answer | undefined>

export type Bound = { readonly ok: true; readonly effect: Effect } | { readonly ok: false; readonly problem: string }

/** A kind of fault. `P` is only used for the type of its parameters. */
export interface FaultKind<P> {
  readonly about: string
  readonly parameters: { readonly [K in keyof P]: Parameter<P[K]> }
  /** Checks the parameters of a fault of this kind. */
  bind(raw: Readonly<Record<string, unknown>>): Bound
}

export function faultKind<P extends object>(
  about: string,
  parameters: { readonly [K in keyof P]: Parameter<P[K]> },
  effect: (answer: Answer, parameters: P, exchange: Exchange) => ReturnType<Effect>,
): FaultKind<P> {
  return {
    about,
    parameters,
    bind(raw) {
      const problem = problemOf(raw, parameters)
      if (problem !== undefined) return { ok: false, problem }
      const chosen = complete(raw, parameters)
      return { ok: true, effect: (answer, exchange) => effect(answer, chosen, exchange) }
    },
  }
}

function problemOf(
  raw: Readonly<Record<string, unknown>>,
  parameters: Readonly<Record<string, Parameter<unknown>>>,
): string | undefined {
  for (const [name, value] of Object.entries(raw)) {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined
    if (parameter === undefined) return `it has no parameter ${JSON.stringify(name)}`
    if (!parameter.accepts(value)) return `${name} must be ${parameter.shape}`
  }
  return undefined
}

function complete<P extends object>(
  raw: Readonly<Record<string, unknown>>,
  parameters: { readonly [K in keyof P]: Parameter<P[K]> },
): P {
  const fallbacks = Object.entries<Parameter<unknown>>(parameters).map(([name, { fallback }]) => [name, fallback])
  // Every value is a default of the parameter's own type, or problemOf has accepted it.
  return { ...Object.fromEntries(fallbacks), ...raw } as P
}
