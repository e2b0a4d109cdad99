/** A file can't be read; the message says why, and what to do. */
export class FileFault extends Error {}

/** What is sent is larger, or more, than this service reads: no more of it is read. */
export class FileTooLarge extends FileFault {}
