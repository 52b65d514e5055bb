import type { Handler } from './routes.ts'

/** Lets only so many answers of a handler be under way at a time: each holds its body until its reader has read it. */
export function atOnce(most: number, handler: Handler): Handler {
  let underWay = 0
  return (request, over, target) => {
    if (underWay >= most)
      return { status: 503, headers: { 'retry-after': '1' }, body: `more than ${most} such answers at once\n` }
    underWay += 1
    void over.then(() => {
      underWay -= 1
    })
    return handler(request, over, target)
  }
}
