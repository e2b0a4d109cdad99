import { lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** IPv4 blocks that are not the public internet: the special-purpose blocks of the IANA registry, multicast, reserved. */
const specialBlocks4 = [
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

/** Blocks within 2000::/3, the public IPv6 internet, that are special-purpose or map to IPv4 addresses. */
const specialBlocks6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const

const special4 = new BlockList()
for (const [net, prefix] of specialBlocks4) special4.addSubnet(net, prefix, 'ipv4')
const public6 = new BlockList()
public6.addSubnet('2000::', 3, 'ipv6')
const special6 = new BlockList()
for (const [net, prefix] of specialBlocks6) special6.addSubnet(net, prefix, 'ipv6')
const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Whether an IP address is on the public internet; false for anything that is not an IP address. */
export function isPublic(address: string): boolean {
  return isIP(address) === 6
    ? public6.check(address, 'ipv6') && !special6.check(address, 'ipv6')
    : isIP(address) === 4 && !special4.check(address, 'ipv4')
}

/** Whether an IP address is one of this machine (127.0.0.0/8 or ::1). */
export function isLoopback(address: string): boolean {
  const version = isIP(address)
  return version !== 0 && loopback.check(address, version === 6 ? 'ipv6' : 'ipv4')
}

/** The host of a URL: a name, or an IP address without the brackets of IPv6. */
export const hostOf = (url: URL) => url.hostname.replace(/^\[|\]$/g, '')

/** Tells which IP addresses may be called for a URL: public ones over https, and with `loopbackToo` this machine's. */
export function mayCall(url: URL, loopbackToo: boolean): (address: string) => boolean {
  return (address) => (url.protocol === 'https:' && isPublic(address)) || (loopbackToo && isLoopback(address))
}

/**
 * What is wrong with the URL of a webhook; null when nothing is. A host name is not looked up here: what it resolves to is
 * checked at each call (`lookupAllowed`), since it can change.
 */
export function faultOfAddress(text: string, loopbackToo: boolean): string | null {
  if (!/^[!-~]+$/.test(text)) return 'takes the characters of a web address alone: write others as %20'
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

/** A host name resolves to no address that may be called. */
export class AddressRefused extends Error {
  readonly code = 'ADDRESS-REFUSED'
}

/**
 * A look-up function for node:http that gives only the addresses that `mayConnect` allows. The address that is checked is
 * therefore the one that is connected to, even if the name resolves differently a moment later.
 */
export function lookupAllowed(mayConnect: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, [])
      const open = addresses.filter(({ address }) => mayConnect(address))
      const [first] = open
      if (first === undefined) return callback(new AddressRefused(), [])
      return options.all ? callback(null, open) : callback(null, first.address, first.family)
    })
  }
}

/**
 * The first address of a host, a name or an IP address, that `mayConnect` allows.
 * @throws {AddressRefused} where there is none
 */
export function addressAllowed(host: string, mayConnect: (address: string) => boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    lookupAllowed(mayConnect)(host, { all: false }, (error, address) => {
      if (error) reject(error)
      else resolve(address as string)
    })
  })
}
