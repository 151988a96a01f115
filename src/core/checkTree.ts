/** @file Checks that a value of any type is a tree before it is walked. */
import type { Tree } from './Tree.ts'
import { leaves } from './Tree.ts'

const walkTree: <T>(value: T) => asserts value is T & Tree<T> = (value) => {
  // The walk refuses anything that is not a tree.
  leaves(value)
}

/**
 * Checks that a value is a tree, for functions that have a `T` and call others that take `T & Tree<T>`. Refuses
 * anything else, and names the path.
 */
export const checkTree = <T>(value: T): T & Tree<T> => {
  walkTree(value)
  return value
}
