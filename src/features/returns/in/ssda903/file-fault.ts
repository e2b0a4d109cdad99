/** A file that can't be read as what it should be; the message says why, and what would be right. */
export class FileFault extends Error {}
