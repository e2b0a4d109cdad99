import { AsyncLocalStorage } from 'node:async_hooks'
import type { Principal } from '../../domain/access.ts'

const storage = new AsyncLocalStorage<Principal>()

/**
 * Runs a call of the service to itself, as somebody who has signed in to the pages. Who calls is passed within the process:
 * no header says it, so no request from outside can.
 */
export const asInnerCaller = <T>(caller: Principal, call: () => Promise<T>): Promise<T> =>
  storage.run(caller, call)

/** Who makes the call of the service to itself that is being answered; undefined for a request from outside. */
export const innerCaller = (): Principal | undefined => storage.getStore()
