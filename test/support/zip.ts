import { crc32, deflateRawSync } from 'node:zlib'

/** A zip archive with these files, made from its specification (PKWARE APPNOTE) and not by the product's library. */
export function zip(files: Readonly<Record<string, string | Buffer>>): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, text] of Object.entries(files)) {
    const content = Buffer.from(text)
    const data = deflateRawSync(content)
    const path = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0) // version
    common.writeUInt16LE(0x800, 2) // names are UTF-8
    common.writeUInt16LE(8, 4) // deflate
    common.writeUInt32LE(crc32(content), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(content.length, 18)
    common.writeUInt16LE(path.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, path, data])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, rest, path]))
    parts.push(local)
    offset += local.length
  }
  const size = directory.reduce((sum, entry) => sum + entry.length, 0)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, ...directory, end])
}

/** A cell of a sheet: text, a number, or a day as Excel keeps it (`{ day: 45016 }`). */
export type SheetCell = string | number | { day: number }

const letters = (index: number): string =>
  (index >= 26 ? letters(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26))

const spreadsheet = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** An Excel workbook (Office Open XML) with these sheets; text is shared, as Excel does it. `extra` is added to every sheet. */
export function workbook(sheets: Readonly<Record<string, readonly SheetCell[][]>>, extra = ''): Buffer {
  const strings: string[] = []
  const cellXml = (cell: SheetCell, place: string) => {
    if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`
    if (typeof cell === 'object') return `<c r="${place}" s="1"><v>${cell.day}</v></c>`
    return `<c r="${place}" t="s"><v>${strings.push(cell) - 1}</v></c>`
  }
  const sheetXml = (rows: readonly SheetCell[][]) =>
    rows
      .map((row, index) => {
        const cells = row.map((cell, column) =>
          cell === '' ? '' : cellXml(cell, letters(column) + (index + 1)),
        )
        return `<row r="${index + 1}">${cells.join('')}</row>`
      })
      .join('')
  const names = Object.keys(sheets)
  const parts = Object.entries(sheets).map(([, rows], index): [string, string] => [
    `xl/worksheets/sheet${index + 1}.xml`,
    `<worksheet ${spreadsheet}><sheetData>${sheetXml(rows)}${extra}</sheetData></worksheet>`,
  ])
  return zip({
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': `<workbook ${spreadsheet} xmlns:r="${relation}"><sheets>${names
      .map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${names
      .map((_, index) => `<Relationship Id="rId${index + 1}" Target="worksheets/sheet${index + 1}.xml"/>`)
      .join('')}</Relationships>`,
    'xl/styles.xml': `<styleSheet ${spreadsheet}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
    ...Object.fromEntries(parts),
    'xl/sharedStrings.xml': `<sst ${spreadsheet}>${strings.map((text) => `<si><t>${text}</t></si>`).join('')}</sst>`,
  })
}
