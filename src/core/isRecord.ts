/** @file Recognizes values whose entries can be read by name. */

/** Whether a value is an object or a list: its entries can be read by name, and may be anything. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null
