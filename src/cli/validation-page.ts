import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { validationPage } from '../domain/ssda903/rules/page.ts'
import { SCHEMA_ROOT } from '../platform/db/schema-files.ts'
import { runCommand } from './command.ts'

await runCommand('npm run rules', () => writeFile(join(SCHEMA_ROOT, 'docs/validation.md'), validationPage()))
