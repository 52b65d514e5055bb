/** Why a restart would lose all or some of the known values. */
export type StateTrouble =
  /** The file of the last process has not been read yet, so nothing is written. */
  | { readonly kind: 'unread' }
  | { readonly kind: 'unwritten'; readonly detail: string }
  /** Another process writes the same file. `writer` says which of the two goes on. */
  | { readonly kind: 'shared'; readonly writer: 'this' | 'other' }
