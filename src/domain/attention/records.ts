import type { AttentionRules } from './types.ts'

/** What was decided and is not done, and records that do not agree with what was handed in. */
export const recordRules = {
  'panel-action-overdue': {
    title: "A panel's action is overdue",
    raisedWhen: 'The day by which an action of a panel was to be done has gone by.',
    severity: 'medium',
    team: 'panels',
    about: 'panel-actions',
    settledBy: {
      title: 'Record that it is done or dropped',
      method: 'POST',
      href: '/v1/panel-actions/{id}/completion',
    },
  },
  'missing-from-return': {
    title: 'In care, and not in the latest return',
    raisedWhen:
      'The latest collection year with an imported SSDA903 return has no episode of a child who was in care when it was handed in, or on its 31 March.',
    severity: 'medium',
    team: 'data',
    about: 'children',
    settledBy: { title: 'Import a return with the child in it', method: 'POST', href: '/v1/imports' },
    regulation: 'SSDA903 guide',
  },
  'care-end-to-confirm': {
    title: 'Care has ended, and the day is to be confirmed',
    raisedWhen:
      'A child who was in care at the end of a return’s year is not in the next return, or comes into care anew: care has ended, and no return says when.',
    severity: 'high',
    team: 'data',
    about: 'care-periods',
    settledBy: {
      title:
        'Record the day on which care ended, with endToConfirm false; or import a return with the child in it',
      method: 'PATCH',
      href: '/v1/care-periods/{id}',
    },
    regulation: 'SSDA903 validation rule 1010',
  },
  'import-question-open': {
    title: 'A return contradicts what is recorded',
    raisedWhen:
      'What was recorded live of a child contradicts an imported return within its years, and nobody has said which is right.',
    severity: 'high',
    team: 'data',
    about: 'import-questions',
    settledBy: {
      title: 'Say which is right, the return or the record',
      method: 'POST',
      href: '/v1/import-questions/{id}/answer',
    },
    regulation: 'SSDA903 guide',
  },
  'duplicate-suspected': {
    title: 'Two records that look like one child’s',
    raisedWhen:
      'Two records have the same UPN, or the same birth and area or care, and one of the two children is in care: nobody has merged them or said that they are two.',
    severity: 'low',
    team: 'data',
    about: 'children',
    settledBy: {
      title: 'Merge the two, or record that they are two children (/v1/child-distinctions)',
      method: 'POST',
      href: '/v1/children/{id}/merge',
    },
  },
} as const satisfies AttentionRules
