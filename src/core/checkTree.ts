/** @file Values of any type, looked at before they are walked as trees. */
import type { Tree } from './Tree.ts'
import { leaves } from './Tree.ts'

const walkTree: <T>(value: T) => asserts value is T & Tree<T> = (value) => {
  // The walk refuses what is no tree.
  leaves(value)
}

/**
 * The value, seen to be a tree: for a function that has a `T` at hand and calls one that takes `T & Tree<T>`. Refuses what
 * is no tree, and says at which path.
 */
export const checkTree = <T>(value: T): T & Tree<T> => {
  walkTree(value)
  return value
}
