/** @file The operations of the catalog that cannot be exported to ONNX, and why: the table that the guide shows. */

/** Why an operation cannot be exported, and whether that holds for all of its inputs. */
export interface NotExported {
  readonly reason: string
  readonly always: boolean
}

const drawn = 'random numbers are drawn from a key, which ONNX has no operator for'
const wide = 'positions of greatest cells under padding as wide as the window'

/** Operations by name. */
export const notExported: Readonly<Record<string, NotExported>> = {
  bernoulli: { reason: drawn, always: true },
  categorical: { reason: drawn, always: true },
  keyFoldIn: { reason: drawn, always: true },
  keySplit: { reason: drawn, always: true },
  maxPoolIndices: { reason: wide, always: false },
  maxUnpool: { reason: wide, always: false },
  normal: { reason: drawn, always: true },
  permutation: { reason: drawn, always: true },
  uniform: { reason: drawn, always: true },
}

/** The table as Markdown, as it stands in the guide. */
export const notExportedPage = (): string => {
  const rows = Object.entries(notExported).map(
    ([name, { reason, always }]) => [`\`${name}\``, always ? reason : `${reason} (for such padding alone)`] as const,
  )
  const head = ['operation', 'why it cannot be exported'] as const
  const widths = [0, 1].map((column) => Math.max(...[head, ...rows].map((row) => row[column]!.length)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, k) => cell.padEnd(widths[k]!)).join(' | ')} |`
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n')
}
