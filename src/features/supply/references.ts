import type { SheetColumn } from '../../domain/supply/columns.ts'
import type { AnyRow } from '../../engines/intake/take-record.ts'
import type { SupplyRegister } from './register.ts'

/** A record that a cell names, or why it names none. `isMissing`: another row of the load may yet make it. */
export type Reference = { id: string } | { fault: string; isMissing: boolean }

const withProvider = /^(.*\S)\s*\(([^()]+)\)$/

/** The provider or home that a cell names: by its name, by its Ofsted number, or as `Home 1 (Cedar Care)`. */
export async function referenceTo(
  register: SupplyRegister,
  records: 'providers' | 'homes',
  text: string,
): Promise<Reference> {
  const kind = await register.of(records)
  const what = records === 'homes' ? 'home' : 'provider'
  const matches = [
    () => kind.find(['name'], { name: text }),
    () => kind.find(['ofstedUrn'], { ofstedUrn: text.replaceAll(/\s/g, '').toUpperCase() }),
  ]
    .map((find) => find())
    .find((rows) => rows.length > 0)
  const rows = matches ?? (records === 'homes' ? await homesOfProvider(register, text) : [])
  const [first, ...others] = rows
  if (first && others.length === 0) return { id: first.id }
  if (first)
    return {
      fault: `is the name or number of ${rows.length} ${what}s: ${
        records === 'homes' ? 'write the provider in brackets after the name' : 'write its Ofsted number'
      }`,
      isMissing: false,
    }
  const isForeign = records === 'homes' && (await register.isHomeOfAnother(text))
  return isForeign
    ? { fault: 'is a home of another authority, and what belongs to it is recorded there', isMissing: true }
    : {
        fault: `is no ${what} on record or in this load: write its name or its Ofsted number`,
        isMissing: true,
      }
}

async function homesOfProvider(register: SupplyRegister, text: string): Promise<AnyRow[]> {
  const [, name, providerName] = withProvider.exec(text) ?? []
  const provider = (await register.of('providers')).find(['name'], { name: providerName })[0]
  return provider
    ? (await register.of('homes')).find(['providerId', 'name'], { providerId: provider.id, name })
    : []
}

/** The bed of a label in a home. */
export async function bedOfHome(register: SupplyRegister, homeId: string, label: string): Promise<Reference> {
  const [bed] = (await register.of('beds')).find(['homeId', 'label'], { homeId, label })
  return bed
    ? { id: bed.id }
    : { fault: 'is no bed of that home: write its label as on the sheet Beds', isMissing: true }
}

/** The text by which a cell names a record, so that `referenceTo` finds that one. */
export async function textOfReference(
  register: SupplyRegister,
  { holds }: SheetColumn,
  id: string,
): Promise<string | null> {
  if (holds.kind !== 'record') return null
  const row = (await register.of(holds.records)).get(id)
  if (!row) return null
  if (holds.records === 'beds') return row.label as string
  const name = row.name as string
  if (holds.records === 'providers') return name
  if ((await register.of('homes')).find(['name'], { name }).length === 1) return name
  const provider = (await register.of('providers')).get(row.providerId as string)
  return provider ? `${name} (${provider.name as string})` : name
}
