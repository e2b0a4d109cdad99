import { FormRefused } from './form.ts'
import { ApiRefusal } from './inner-api.ts'
import type { Visit } from './page.ts'

/**
 * The id of the child whose reference the field `reference` of a form has. The reference goes in a body, never in an address.
 * @throws {FormRefused} where it is none, or no child on record has it
 */
export async function childInForm({ api, form }: Visit): Promise<string> {
  const refuse = (text: string) => new FormRefused([{ field: 'reference', text }])
  const { items } = await api
    .post<{ items: { id: string }[] }>('/v1/child-lookups', { references: [form.text('reference')] })
    .catch((error: unknown) => {
      const [fault] = error instanceof ApiRefusal ? error.faults : []
      throw fault ? refuse(`The reference ${fault.detail}`) : error
    })
  if (!items[0]) throw refuse('No child on record has this reference')
  return items[0].id
}
