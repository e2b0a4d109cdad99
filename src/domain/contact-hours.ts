/** The days of the week, Monday first (ISO 8601). */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof weekdays)[number]

/** On some days from a time to a later one; where it is not later, to that time on the next day. Times are HH:MM. */
export interface ContactHours {
  days: readonly Weekday[]
  from: string
  to: string
}

export interface MomentOfWeek {
  weekday: Weekday
  time: string
}

/** Whether someone answers at a time of the week; without hours, at any. The end of a span is no longer in it. */
export function answersAt(hours: readonly ContactHours[], { weekday, time }: MomentOfWeek): boolean {
  if (hours.length === 0) return true
  const dayBefore = weekdays.at(weekdays.indexOf(weekday) - 1) as Weekday
  return hours.some(({ days, from, to }) => {
    const isOvernight = to <= from
    if (!isOvernight) return days.includes(weekday) && time >= from && time < to
    return (days.includes(weekday) && time >= from) || (days.includes(dayBefore) && time < to)
  })
}

const ukParts = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

/** The weekday and the time in the United Kingdom at an instant. */
export function ukMoment(instant: Date): MomentOfWeek {
  const parts = Object.fromEntries(ukParts.formatToParts(instant).map(({ type, value }) => [type, value]))
  return { weekday: parts.weekday?.toLowerCase() as Weekday, time: `${parts.hour}:${parts.minute}` }
}
