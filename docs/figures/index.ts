/** @file The figures of the guide by name, each with the function that draws it from a computation. */
import { gradient } from './gradient.ts'

/** Draws a figure as SVG. */
export type Figure = () => string | Promise<string>

/** The figures, by the name of their files in `docs/guide/figures`. */
export const figures: Readonly<Record<string, Figure>> = { gradient }
