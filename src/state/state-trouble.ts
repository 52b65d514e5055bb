/** Why what is known would be forgotten by a restart, or something of it. */
export type StateTrouble =
  /** The file of the last process has not been read yet, so nothing is written. */
  | { readonly kind: 'unread' }
  | { readonly kind: 'unwritten'; readonly detail: string }
  /** Another process writes the same file; `writer` is the one of the two that goes on. */
  | { readonly kind: 'shared'; readonly writer: 'this' | 'other' }
