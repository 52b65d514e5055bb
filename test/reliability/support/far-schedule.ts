/**
 * A schedule that does not come round while a test runs. The calendar goes by the system's clock, and would lag behind a faster
 * one; a test asks for everything by a jump of its clock.
 */
export const farSchedule = {
  schedule: `0 0 1 ${((new Date().getUTCMonth() + 6) % 12) + 1} *`,
  // The default would be three years.
  stale_after: '7d',
}
