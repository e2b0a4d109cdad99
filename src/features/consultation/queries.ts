import { crud, type Store } from '../../platform/db/crud.ts'
import * as tables from '../../platform/db/tables.ts'

export const carePlanStore = crud(tables.carePlans, { from: 'agreedOn', until: 'endedOn' })
export const consultationStore = crud(tables.consultations)
export const introductionStore = crud(tables.introductions)
export const wishStore = crud(tables.wishes)

type Meeting = typeof tables.disruptionMeetings.$inferSelect
type NewMeeting = Omit<typeof tables.disruptionMeetings.$inferInsert, 'authorityCode' | 'childId'>
/** The child of a disruption meeting is that of its placement; a trigger sees to it. */
export const disruptionMeetingStore = crud(tables.disruptionMeetings) as unknown as Store<Meeting, NewMeeting>
