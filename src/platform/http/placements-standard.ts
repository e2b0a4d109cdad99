import { z } from 'zod'
import { riskAnswers } from '../../domain/placements-standard/referral.ts'
import {
  fieldsOf,
  neededByOptions,
  standardTypes,
  type StandardEntity,
  type StandardField,
} from '../../domain/placements-standard/standard.ts'
import { civilDate, reference, words } from './fields.ts'

const oneOf = (options: object) => z.enum(Object.keys(options) as [string, ...string[]])

function valueSchema(field: StandardField): z.ZodType {
  switch (field.kind) {
    case 'child':
      return z.union([z.int().min(0), reference]).meta({ examples: [12346] })
    case 'need':
      return oneOf(neededByOptions)
    case 'type':
      return oneOf(standardTypes)
    case 'option':
      return oneOf(field.options)
    case 'options': {
      const option = oneOf({ ...field.options, [field.none]: '' })
      const all = z
        .array(option)
        .min(1)
        .max(10)
        .refine((values) => values.length === 1 || !values.includes(field.none), {
          error: `takes ${field.none} alone`,
        })
      return field.required ? all : z.union([option, all])
    }
    case 'risk':
      return z.enum(riskAnswers as [string, ...string[]])
    case 'flag':
    case 'answer':
      return z.boolean()
    case 'count':
      return z.int().min(0).max(20)
    case 'number':
      return z.int().min(0)
    case 'text':
    case 'words':
      return words(field.kind === 'text' && field.ours === 'preferredArea' ? 200 : 500)
    case 'day':
      return civilDate
    case 'none':
      return field.type === 'day' ? civilDate : words(200)
  }
}

/** The schema of an entity of the standard; `needs` says which fields it must have. */
function entitySchema(entity: StandardEntity, needs: (name: string, field: StandardField) => boolean) {
  return z.strictObject(
    Object.fromEntries(
      fieldsOf(entity).map(([name, field]) => {
        const schema = valueSchema(field).describe(field.words)
        return [name, needs(name, field) ? schema : schema.optional()]
      }),
    ),
  )
}

const isRequired = (_name: string, field: StandardField) => field.required

/** A referral in the form of the Placements Data Standard. What is of the placement is not known yet. */
export const standardReferral = z.strictObject({
  PlacementAvailability: entitySchema('PlacementAvailability', isRequired),
  PlacementRequirements: entitySchema('PlacementRequirements', isRequired),
  PlacementRecommendation: entitySchema('PlacementRecommendation', isRequired),
  Risks: entitySchema('Risks', isRequired),
  ActualPlacement: entitySchema('ActualPlacement', () => false).optional(),
  QualityAssurance: entitySchema('QualityAssurance', (name) => name === 'referralDate'),
})

const knownPart = (entity: StandardEntity) => entitySchema(entity, () => false).optional()

/** What our records say in the form of the standard: fields that are not recorded are left out. */
export const standardRecord = z.object({
  PlacementAvailability: knownPart('PlacementAvailability'),
  PlacementRequirements: knownPart('PlacementRequirements'),
  PlacementRecommendation: knownPart('PlacementRecommendation'),
  Risks: knownPart('Risks'),
  ActualPlacement: knownPart('ActualPlacement'),
  QualityAssurance: knownPart('QualityAssurance'),
})

/** What is said of fields, such as why they were not carried. */
export const fieldNotes = z.array(
  z.object({ field: z.string().meta({ examples: ['Risks.riskSelfHarm'] }), note: z.string() }),
)
