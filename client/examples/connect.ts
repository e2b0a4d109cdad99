import { connect, listItems, ProblemError, unwrap, type Connection } from '@sufficiency/client'

/** A connection with the service key of this system. */
export function connectToService() {
  const service = connect({
    url: 'https://sufficiency.example',
    credential: process.env.SUFFICIENCY_KEY ?? '',
    purpose: 'Nightly copy to the case system',
  })
  return service
}

/** A home, or null where there is none with the id. */
export async function findHome(service: Connection, id: string) {
  try {
    return await unwrap(service.GET('/v1/homes/{id}', { params: { path: { id } } }))
  } catch (error) {
    if (error instanceof ProblemError && error.is('not-found')) return null
    throw error
  }
}

/** The names of all children's homes. */
export async function listHomes(service: Connection) {
  const names: string[] = []
  for await (const home of listItems(service, '/v1/homes', { params: { query: { kind: 'childrens-home' } } }))
    names.push(home.name)
  return names
}
