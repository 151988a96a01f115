/**
 * @file The head that VGG shares with AlexNet as its paper has it: two hidden layers, each with dropout behind it, then scores.
 */
import type { SomeLayer } from '../nn/index.ts'
import { dense, dropout, sequential } from '../nn/index.ts'
import { relu } from '../ops/index.ts'

interface Widths {
  readonly inputs: number
  readonly hidden: number
  readonly classes: number
}

/** Vectors [N, inputs] to scores [N, classes]; `dropped` is the probability with which a hidden entry is dropped. */
export const fullyConnected = ({ inputs, hidden, classes }: Widths, dropped: number): SomeLayer =>
  sequential(
    dense(inputs, hidden),
    relu,
    dropout(dropped),
    dense(hidden, hidden),
    relu,
    dropout(dropped),
    dense(hidden, classes),
  )
