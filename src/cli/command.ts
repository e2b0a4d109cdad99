/** A command was called with wrong arguments. */
export class UsageError extends Error {}

/** Runs a command. An error is printed as one line on standard error, with the usage if the arguments were wrong; exit code 1. */
export async function runCommand(usage: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const isMisuse =
      error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
    console.error(error instanceof Error ? error.message : String(error))
    if (isMisuse) console.error(`Usage: ${usage}`)
    process.exitCode = 1
  }
}
