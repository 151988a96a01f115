/**
 * @file The main entry point: tensors, operations, derivatives, evaluation.
 *
 * @packageDocumentation
 */
export { referenceBackend } from './backend/reference/index.ts'
export type { HeapStatistics, WasmBackend, WasmOptions } from './backend/wasm/index.ts'
export { wasmBackend } from './backend/wasm/index.ts'
export type {
  Backend,
  Compilable,
  DebugOptions,
  DebugWord,
  Executable,
  ExplainedInstruction,
  Explanation,
  FusedParams,
  FusedStep,
  InstructionName,
  Profile,
  ProfiledInstruction,
  Program,
  ProgramInstruction,
  ProgramSet,
  ResidentExecutable,
  Runtime,
  RuntimeOptions,
  RuntimeStatistics,
  ValueId,
} from './compile/index.ts'
export { debugBackend, makeRuntime } from './compile/index.ts'
export type { ElementwiseName } from './core/elementwise.ts'
export type { InstructionSet, ParamsOf, PrimitiveName } from './core/InstructionSet.ts'
export type { Key, Keys } from './core/Key.ts'
export { foldIn, isKey, key, split } from './core/Key.ts'
export type { NestedValues, ShapeOfValues } from './core/nestedValues.ts'
export type { Shape } from './core/Shape.ts'
export type {
  AnyShape,
  HasRule,
  OutputShape,
  RuleOf,
  SameShape,
  ShapedFunction,
  ShapeKeeping,
} from './core/ShapedFunction.ts'
export type * from './core/ShapeTypes.ts'
export type { MakeTensor, NumberArray, Operand, Primitive, ShapeOf, Site, Tensor } from './core/Tensor.ts'
export { isTensor, tensor } from './core/Tensor.ts'
export type { TensorErrorDetail } from './core/TensorError.ts'
export { TensorError } from './core/TensorError.ts'
export type { Resident, TensorNumbers } from './core/TensorNumbers.ts'
export * as Tree from './core/Tree.ts'
export type { AxisPadding, Padding, PerAxis, SamePadding, Window, WindowAxis, WindowOptions } from './core/Window.ts'
export type {
  AnyShapes,
  Batched,
  CustomPullback,
  JacobianOptions,
  Pullback,
  Pushforward,
  Scalar,
  ScanOptions,
  Vmap,
  VmapOptions,
  WhileLoopOptions,
} from './diff/index.ts'
export {
  checkpoint,
  cond,
  customVjp,
  grad,
  hessian,
  hvp,
  innerProduct,
  jacobian,
  jvp,
  keyBatch,
  linearize,
  scan,
  stopGradient,
  valueAndGrad,
  valueAndGradWithAux,
  vjp,
  vmap,
  whileLoop,
} from './diff/index.ts'
export * from './ops/index.ts'
export type { CompileOptions, Nested, NestedNumbers } from './runtime/index.ts'
export {
  compile,
  defaultRuntime,
  explain,
  force,
  getEq,
  getShow,
  item,
  profile,
  referenceRuntime,
  show,
  toArray,
  toNested,
} from './runtime/index.ts'
