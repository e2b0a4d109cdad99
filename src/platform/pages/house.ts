import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import type { Principal } from '../../domain/access.ts'
import { demonstrationPeople } from '../../domain/demonstration-people.ts'
import type { IdentityProvider } from '../http/identity-providers.ts'
import type { FormFault } from './form.ts'
import type { Frame } from './layout.ts'
import { sessionOf, type Session } from './session.ts'

/** How people sign in to the pages. */
export type SignIn =
  | { kind: 'demonstration'; authorityCode: string }
  | { kind: 'identity-provider'; providers: readonly IdentityProvider[]; publicUrl: string | undefined }

/** What every page stands on. */
export interface PageHouse {
  /** The part of the service in which pages live: forms, cookies, errors in words. */
  app: FastifyInstance
  pool: Pool
  clock: () => Date
  signIn: SignIn
  /** How many bytes the files of a form may hold together. */
  maxUploadBytes: number
  /** Whose session the request brings; looked up once. */
  sessionOf: (request: FastifyRequest) => Promise<Session | undefined>
  frame: (look: {
    person: Principal | undefined
    path: string
    token?: string
    faults?: readonly FormFault[]
  }) => Frame
}

const roleTitles: Record<Principal['role'], string> = {
  placements: 'Placements officer',
  duty: 'Officer on duty',
  bi: 'Analyst',
  panel: 'Panel',
  data: 'Data officer',
  'data-protection': 'Data protection officer',
  admin: 'Administrator',
  published: 'Reader of what is published',
  system: 'System',
}

export function makeHouse(
  facts: Pick<PageHouse, 'app' | 'pool' | 'clock' | 'signIn' | 'maxUploadBytes'>,
): PageHouse {
  const sessions = new WeakMap<FastifyRequest, Promise<Session | undefined>>()
  const isDemonstration = facts.signIn.kind === 'demonstration'
  return {
    ...facts,
    sessionOf(request) {
      const answer = sessions.get(request) ?? sessionOf(facts.pool, request)
      sessions.set(request, answer)
      return answer
    },
    frame: ({ person, path, token = '', faults = [] }) => ({
      person,
      personTitle: person && titleOf(person, isDemonstration),
      path,
      token,
      faults,
      isDemonstration,
    }),
  }
}

function titleOf({ subject, role }: Principal, isDemonstration: boolean): string {
  const answer = isDemonstration && demonstrationPeople.find((one) => one.subject === subject)
  return answer ? answer.title : roleTitles[role]
}
