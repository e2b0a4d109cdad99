import type { EventType } from './types.ts'

/** An event as stored in the database. */
export interface RecordedEvent {
  eventId: string
  authorityCode: string
  type: EventType
  recordType: string
  recordId: string
  /** When the change was recorded (ISO 8601, UTC). */
  occurredAt: string
  /** The day on which the recorded fact happened; null where the change did not give one. */
  occurredOn: string | null
  /** Only the record's id and version, and the ids of records that it refers to. */
  data: Record<string, string | number | null>
}

/** An event as a CloudEvents 1.0 envelope. `subject` is the path of the record below `/v1/`. */
export interface CloudEvent {
  specversion: '1.0'
  id: string
  source: string
  type: EventType
  subject: string
  time: string
  /** An extension attribute: the day of the recorded fact. Absent where the change did not give one. */
  occurredon?: string
  datacontenttype: 'application/json'
  data: Record<string, string | number | null>
}

export function cloudEventOf(event: RecordedEvent): CloudEvent {
  return {
    specversion: '1.0',
    id: event.eventId,
    source: `/authorities/${event.authorityCode}`,
    type: event.type,
    subject: `${event.recordType.replaceAll('_', '-')}/${event.recordId}`,
    time: event.occurredAt,
    ...(event.occurredOn === null ? {} : { occurredon: event.occurredOn }),
    datacontenttype: 'application/json',
    data: event.data,
  }
}
