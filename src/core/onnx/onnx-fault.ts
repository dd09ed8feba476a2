/** Why a file is refused, for programs: what went wrong in its bytes, its sizes, its graph or its tensors. */
export type OnnxFaultCode =
  /** The file ends before its contents do. */
  | 'Truncated'
  /** The bytes are no ONNX model: not a protobuf message, or not one with ONNX's fields. */
  | 'Malformed'
  /** It holds more than any depth model does, or more than ONNX Runtime takes. */
  | 'TooLarge'
  | 'TooDeep'
  | 'NoGraph'
  | 'NoOutputs'
  /** Its format or operator set is one that ONNX Runtime does not run. */
  | 'VersionUnsupported'
  /** Two values, or two functions, share a name. */
  | 'DuplicateName'
  /** A value is used that nothing makes. */
  | 'MissingValue'
  | 'Cyclic'
  /** A tensor's type, shape and data do not agree. */
  | 'TensorInvalid'
  /** Data outside the file are named by a path that could leave its folder. */
  | 'ExternalDataUnsafe';

/** Why a file is refused, with a sentence for a person. */
export interface OnnxFault {
  readonly kind: 'fault';
  readonly code: OnnxFaultCode;
  readonly message: string;
}

/** A fault on its way from the depth of the file to the function that answers for it. */
class Refusal extends Error {
  constructor(readonly fault: OnnxFault) {
    super(fault.message);
  }
}

/** Gives up on the file. Only for work done inside {@link faultAsValue}. */
export function refuse(code: OnnxFaultCode, message: string): never {
  throw new Refusal({ kind: 'fault', code, message });
}

/** The result of the work, or the fault for which it refused the file. Any other exception passes. */
export function faultAsValue<Result>(work: () => Result): Result | OnnxFault {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.fault;
    throw thrown;
  }
}

const MAX_QUOTED = 80;

/** A name out of the file, fit to stand in a message: in quotes, control characters escaped, cut when it is long. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > MAX_QUOTED ? `${name.slice(0, MAX_QUOTED)}…` : name);
}

const MAX_LISTED = 5;

/** The first few of many, and how many more there are. */
export function shortList(items: readonly string[]): string {
  const listed = items.slice(0, MAX_LISTED).join(', ');
  return items.length > MAX_LISTED ? `${listed} and ${items.length - MAX_LISTED} more` : listed;
}
