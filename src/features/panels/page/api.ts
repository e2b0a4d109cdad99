import type { z } from 'zod'
import type { InnerApi } from '../../../platform/pages/inner-api.ts'
import type { actionsView } from '../../../platform/http/action.ts'
import type {
  caseDetail,
  caseView,
  followUpItem,
  followUpView,
  meetingDetail,
  meetingView,
  panelView,
} from '../schema.ts'

export type PanelAnswer = z.output<typeof panelView>
export type MeetingLine = z.output<typeof meetingView>
export type MeetingAnswer = MeetingLine & z.output<typeof meetingDetail>
export type AgendaCase = z.output<typeof caseView>
export type CaseAnswer = AgendaCase & z.output<typeof caseDetail>
export type FollowUpLine = z.output<typeof followUpItem>
export type FollowUpAnswer = z.output<typeof followUpView> & z.output<typeof actionsView>

/** What these pages read of a child. */
export interface ChildOfCase {
  id: string
  reference: string
  dateOfBirth: string
  sex: string
}

const read =
  <Answer>(path: string) =>
  (api: InnerApi, id: string): Promise<Answer> =>
    api.get<Answer>(`/v1/${path}/${encodeURIComponent(id)}`)

export const readPanel = read<PanelAnswer>('panels')
export const readMeeting = read<MeetingAnswer>('panel-meetings')
export const readCase = read<CaseAnswer>('panel-cases')
export const readFollowUp = read<FollowUpAnswer>('panel-actions')
export const readChildOfCase = read<ChildOfCase>('children')

/** Whether an action on a record can be done now. */
export const isActionOpen = (
  { actions }: { actions: readonly { action: string; open: boolean }[] },
  name: string,
): boolean => actions.some(({ action, open: isOpen }) => action === name && isOpen)
