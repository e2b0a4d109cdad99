/** A file can't be read; the message says why, and what to do. */
export class FileFault extends Error {}
