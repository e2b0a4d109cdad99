/** What Excel and Power BI need to read a set of their own accord. No credential is in any of it: each reader has their own. */

/** A text of M, Power Query's language. */
const text = (value: string) => `"${value.replaceAll('#(', '#(#)(').replaceAll('"', '""')}"`

/** The query in M that reads a set by OData. */
export const setQuery = (serviceUrl: string, entitySet: string): string =>
  `let
    Source = OData.Feed(${text(`${serviceUrl}/`)}, null, [Implementation = "2.0", ODataVersion = 4, OmitValues = ODataOmitValues.Nulls]),
    Rows = Source{[Name = ${text(entitySet)}, Signature = "table"]}[Data]
in
    Rows`

/** What a file says that opens Power BI Desktop at a set (`.pbids`). */
export const setConnection = (serviceUrl: string, entitySet: string) => ({
  version: '0.1' as const,
  connections: [
    {
      details: { protocol: 'odata' as const, address: { url: `${serviceUrl}/${entitySet}` } },
      mode: 'Import' as const,
    },
  ],
})
