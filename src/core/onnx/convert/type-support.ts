import type { NodeProto } from '../protobuf/onnx_pb';
import type { HalfType } from './half-float';

/** The version of the operator set from which on an operator may be given a type. */
type FirstOpsets = Readonly<Record<string, number>>;

const from = (opset: number, operators: readonly string[]): FirstOpsets =>
  Object.fromEntries(operators.map((operator) => [operator, opset]));

const NEVER = Infinity;

/**
 * Operators that take no float16, or not from their first version on: by ONNX's schemas, or because ONNX Runtime computes
 * them in float32 alone. All others take it.
 */
const LATE_FLOAT16: FirstOpsets = {
  ...from(14, ['CumSum']),
  ...from(20, ['IsInf']),
  ...from(27, ['Range']),
  ...from(28, ['Celu']),
  ...from(NEVER, ['NonMaxSuppression', 'TfIdfVectorizer']),
  ...from(NEVER, ['QuantizeLinear', 'DequantizeLinear', 'DynamicQuantizeLinear', 'QLinearConv', 'QLinearMatMul']),
  ...from(NEVER, ['GridSample', 'RoiAlign', 'MaxRoiPool', 'Upsample', 'DFT', 'STFT', 'LSTM', 'GRU', 'RNN']),
};

/**
 * Operators that take bfloat16: ONNX admits it from that version on, and ONNX Runtime's CUDA provider, the only one to compute
 * in it, has a kernel (its OperatorKernels.md). No others do.
 */
const BFLOAT16: FirstOpsets = {
  ...from(13, ['Add', 'Sub', 'Mul', 'Div', 'MatMul', 'Gemm', 'Softmax', 'Erf', 'Exp', 'Sqrt', 'Tanh', 'Sigmoid']),
  ...from(13, ['ReduceSum', 'Max', 'Min', 'Cast', 'Concat', 'Split', 'Slice', 'Gather', 'Expand', 'Tile', 'Flatten']),
  ...from(13, ['Identity', 'Reshape', 'Transpose', 'Squeeze', 'Unsqueeze', 'Shape', 'Size']),
  ...from(14, ['Relu']),
  ...from(15, ['Pow', 'CastLike']),
  ...from(16, ['Where']),
  ...from(17, ['LayerNormalization']),
  ...from(20, ['Gelu']),
  ...from(22, ['Conv', 'AveragePool', 'HardSwish', 'HardSigmoid']),
  ...from(23, ['Attention', 'RMSNormalization']),
};

/** Whether an operator of ONNX's own set may be given tensors of a type. */
export function takesType({ opType }: NodeProto, type: HalfType, opset: number): boolean {
  const first = type === 'float16' ? (LATE_FLOAT16[opType] ?? 0) : (BFLOAT16[opType] ?? NEVER);
  return opset >= first;
}

/** Whether an input is float32 by its schema, whatever the type of the others. */
export function isFixedInput({ opType }: NodeProto, index: number, opset: number): boolean {
  if (opType !== 'Resize') return false;
  // The scales; what is resized comes first, and from version 11 on the region of interest second.
  return opset < 11 ? index === 1 : index === 1 || index === 2;
}

/** Whether an output is float32 by its schema: the mean and the deviation that a normalisation may give besides. */
export const isFixedOutput = ({ opType }: NodeProto, index: number): boolean =>
  index > 0 && (opType === 'LayerNormalization' || opType === 'RMSNormalization');

/** Whether an operator takes floats of any type, whatever it gives: it needs no cast before it. */
export const takesAnyType = ({ opType }: NodeProto): boolean => ['Shape', 'Size', 'Cast'].includes(opType);
