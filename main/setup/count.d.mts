export interface Count {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}
export interface RunnerReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly {
    readonly status: string
    readonly name?: string
    readonly assertionResults: readonly { readonly status: string; readonly fullName?: string }[]
  }[]
}
export function count(passed: number, failed: number, skipped?: number): Count
export function countExit(code: number): Count
export function countReport(report: RunnerReport | null, code: number): Count
export function add(left: Count, right: Count): Count
export function inWords(total: Count): string
export function failuresOf(report: RunnerReport | null): readonly string[]
export function closingLine(total: Count): string
