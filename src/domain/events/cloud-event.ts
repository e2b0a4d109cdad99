import type { EventType } from './types.ts'

/** An event as the database keeps it. */
export interface RecordedEvent {
  eventId: string
  authorityCode: string
  type: EventType
  recordType: string
  recordId: string
  /** When the change was recorded (ISO 8601, UTC). */
  occurredAt: string
  /** The day on which what was recorded happened, where the change said so. */
  occurredOn: string | null
  /** The record's id and version, and the ids of the records that it names: never more. */
  data: Record<string, string | number | null>
}

/** An event in the shape of CloudEvents 1.0. `subject` is where the record is read, below `/v1/`. */
export interface CloudEvent {
  specversion: '1.0'
  id: string
  source: string
  type: EventType
  subject: string
  time: string
  /** An extension: absent where the change did not say when it happened. */
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
