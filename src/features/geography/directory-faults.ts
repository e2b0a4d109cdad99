import { DatabaseError } from 'pg'
import { DirectoryError } from './directory-file.ts'

const gzipFaults: Record<string, string> = {
  Z_BUF_ERROR: 'is a gzip that ends too soon: fetch it again',
  Z_DATA_ERROR: 'is a damaged gzip: fetch it again',
}

const databaseFaults: Record<string, (error: DatabaseError) => string> = {
  // bad_copy_file_format
  '22P04': (error) => `isn't a CSV with the columns of its header: ${where(error)}${error.message}`,
  // character_not_in_repertoire, untranslatable_character
  '22021': (error) => `isn't UTF-8 text: ${where(error)}${error.message}`,
  // unique_violation
  '23505': (error) => `has a postcode more than once: ${error.detail ?? error.message}`,
}

/** What an error of the import says about the file, as the end of a sentence; null when the file is not at fault. */
export function directoryFault(error: unknown): string | null {
  if (error instanceof DirectoryError) return error.message
  if (error instanceof DatabaseError) return databaseFaults[error.code ?? '']?.(error) ?? null
  if (!(error instanceof Error && 'code' in error && 'errno' in error)) return null
  if (typeof error.code !== 'string') return null
  return 'syscall' in error ? `can't be read: ${error.message}` : (gzipFaults[error.code] ?? null)
}

/** The row of the file that an error of COPY names. PostgreSQL counts from the line after the header. */
function where(error: DatabaseError): string {
  const line = /line (\d+)/.exec(error.where ?? '')?.[1]
  return line === undefined ? '' : `row ${Number(line) + 1}: `
}
