import { lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** The special-purpose IPv4 blocks of the IANA registry, multicast and what is reserved: nothing of the public internet. */
const reserved = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const

/** Of IPv6 only 2000::/3 is the public internet; these parts of it are not, or lead to IPv4 by a detour. */
const reservedOfPublic = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const

const notPublic4 = new BlockList()
for (const [net, prefix] of reserved) notPublic4.addSubnet(net, prefix, 'ipv4')
const public6 = new BlockList()
public6.addSubnet('2000::', 3, 'ipv6')
const notPublic6 = new BlockList()
for (const [net, prefix] of reservedOfPublic) notPublic6.addSubnet(net, prefix, 'ipv6')
const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

export function isPublic(address: string): boolean {
  return isIP(address) === 6
    ? public6.check(address, 'ipv6') && !notPublic6.check(address, 'ipv6')
    : isIP(address) === 4 && !notPublic4.check(address, 'ipv4')
}

export function isLoopback(address: string): boolean {
  const version = isIP(address)
  return version !== 0 && loopback.check(address, version === 6 ? 'ipv6' : 'ipv4')
}

/** The host of a URL as a name or an address, without the brackets of IPv6. */
export const hostOf = (url: URL) => url.hostname.replace(/^\[|\]$/g, '')

/** The addresses that may be called for a URL: public ones over https; those of this machine where that is allowed. */
export function mayCall(url: URL, loopbackToo: boolean): (address: string) => boolean {
  return (address) => (url.protocol === 'https:' && isPublic(address)) || (loopbackToo && isLoopback(address))
}

/** What is wrong with the address of a webhook; null when nothing is. Names are looked up when they are called. */
export function faultOfAddress(text: string, loopbackToo: boolean): string | null {
  if (!URL.canParse(text)) return 'is not an address such as https://example.org/hook'
  const url = new URL(text)
  const host = hostOf(url)
  const here = loopbackToo && (host === 'localhost' || isLoopback(host))
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && here)) return 'must begin with https://'
  if (url.username || url.password) return 'must not carry a user name or password'
  if (url.hash) return 'must not have a fragment'
  if (isIP(host) && !mayCall(url, loopbackToo)(host)) return 'must be an address on the public internet'
  return null
}

/** The name leads to no address that may be called. */
export class AddressRefused extends Error {
  readonly code = 'ADDRESS-REFUSED'
}

/** Looks names up and gives only addresses that may be called, so that what is checked is what is connected to. */
export function lookupAllowed(allowed: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, [])
      const open = addresses.filter(({ address }) => allowed(address))
      const [first] = open
      if (first === undefined) return callback(new AddressRefused(), [])
      return options.all ? callback(null, open) : callback(null, first.address, first.family)
    })
  }
}
