export { runReportingCommand, type ReportingCommand } from './command.ts'
