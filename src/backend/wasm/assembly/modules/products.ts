/** @file The module `products`: products of matrices, and of windows as matrices. */
export { execute } from '../generated/execute/products'
export { multiplyAdds } from '../generated/tiles'
