/** `1 zone`, `2 zones`, `0 zones` */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
