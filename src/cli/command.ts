/** The command was called in a way it cannot be. */
export class UsageError extends Error {}

/** Runs a command to its end: what goes wrong is one clear line on standard error, and exit code 1. */
export async function runCommand(usage: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const misused =
      error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
    console.error(error instanceof Error ? error.message : String(error))
    if (misused) console.error(`Usage: ${usage}`)
    process.exitCode = 1
  }
}
