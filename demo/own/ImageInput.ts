/** @file The image that a graph takes, and how its numbers are scaled. The page knows these without what reads graphs. */

/** What a graph is given: an image of so many rows and columns, in one channel or three, which come first or last. */
export interface ImageInput {
  readonly channels: 1 | 3
  readonly rows: number
  readonly columns: number
  readonly areChannelsLast: boolean
}

/** How brightness is scaled: as torchvision's networks of ImageNet expect it, and the digits of MNIST. */
export const scales = {
  3: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
  1: { mean: [0.1307], std: [0.3081] },
} as const
