import { EnvHttpProxyAgent, setGlobalDispatcher } from 'undici'

/** This machine is never called through a proxy. */
const HERE = ['localhost', '127.0.0.1', '[::1]']

/** The proxy that https addresses are called through, and the hosts, separated by commas, that are called without it. */
export interface OutgoingProxy {
  url: string
  exceptions: string
}

/** Lets every `fetch` of this process go through a proxy. */
export function fetchThrough({ url, exceptions }: OutgoingProxy): void {
  const noProxy = [...HERE, ...exceptions.split(',')].filter(Boolean).join()
  setGlobalDispatcher(new EnvHttpProxyAgent({ httpProxy: '', httpsProxy: url, noProxy }))
}
