/** An option of an OData request that can't be carried out; `message` says what would be right. */
export class ODataRefusal extends Error {
  /** Whether it is right OData that this service does not do, rather than a mistake. */
  readonly isUnsupported: boolean

  constructor(message: string, { isUnsupported = false }: { isUnsupported?: boolean } = {}) {
    super(message)
    this.isUnsupported = isUnsupported
  }
}

/** The refusal of something that OData has and this service does not do. */
export const refusalByName = (message: string): ODataRefusal =>
  new ODataRefusal(message, { isUnsupported: true })
