/** A file can't be read as an SSDA903 file; the message says why, and what to do. */
export class FileFault extends Error {}

/** A table is empty, or nothing like a module. */
export class NoModule extends FileFault {}
