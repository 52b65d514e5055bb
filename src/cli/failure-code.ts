/**
 * How a command ends that failed. Monitoring plugins end with 3 if nothing could be found out. Every other command ends with 1.
 * @param command undefined for the default one
 */
export function failureCodeOf(command: string | undefined): number {
  return command === 'check' ? 3 : 1
}
