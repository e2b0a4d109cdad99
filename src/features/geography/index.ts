export { importDirectory } from './directory-import.ts'
export { DirectoryError } from './directory-file.ts'
export { loadReference } from './reference.ts'
export { registerGeography } from './routes.ts'
