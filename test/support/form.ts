export interface Sent {
  name: string
  content: string | Buffer
}

/** The body of a form with files, as `multipart/form-data`. */
export function form(files: readonly Sent[], fields: Record<string, string> = {}) {
  const boundary = 'a-boundary-of-the-form'
  const parts = [
    ...Object.entries(fields).map(([name, value]) => [`form-data; name="${name}"`, value] as const),
    ...files.map(({ name, content }) => [`form-data; name="files"; filename="${name}"`, content] as const),
  ]
  const body = Buffer.concat([
    ...parts.flatMap(([disposition, content]) => [
      Buffer.from(`--${boundary}\r\nContent-Disposition: ${disposition}\r\n\r\n`),
      Buffer.from(content),
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ])
  return { body, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } }
}
