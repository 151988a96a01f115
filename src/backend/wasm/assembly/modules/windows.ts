/** @file The module `windows`: pooling, Winograd's tiles, and what convolutions do besides products. */
export { execute } from '../generated/execute/windows'
