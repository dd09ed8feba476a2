import { refuse } from './onnx-fault';
import { domainName, ONNX_DOMAIN } from './operator-domain';
import type { OperatorSetIdProto } from './protobuf/onnx_pb';

interface VersionRange {
  readonly from: number;
  readonly to: number;
}

/** Versions of the file format that onnxruntime-node 1.30.0 loads; before 3 a file named no operator set. */
export const irVersions: VersionRange = { from: 3, to: 13 };

/**
 * Versions of ONNX's operators that onnxruntime-node 1.30.0 loads: up to 26, tried; below 7 it promises nothing
 * (onnxruntime.ai, Compatibility).
 */
export const onnxOpsets: VersionRange = { from: 7, to: 26 };

/** Refuses a file format that ONNX Runtime does not load. */
export function checkIrVersion(version: bigint): void {
  if (isWithin(version, irVersions)) return;
  refuse('VersionUnsupported', `The file is of ONNX format ${version}; Fathom runs formats ${describe(irVersions)}.`);
}

/** Refuses a model that names no version of ONNX's operators, or one that ONNX Runtime does not run. */
export function checkOpsets(imports: readonly OperatorSetIdProto[]): void {
  if (!imports.some(isOnnx)) refuse('VersionUnsupported', "The model names no version of ONNX's operators (no opset).");
  checkFunctionOpsets(imports);
}

/** Does the same for a function, which may do without ONNX's operators. */
export function checkFunctionOpsets(imports: readonly OperatorSetIdProto[]): void {
  for (const { version } of imports.filter(isOnnx)) {
    if (isWithin(version, onnxOpsets)) continue;
    refuse(
      'VersionUnsupported',
      `The model uses version ${version} of ONNX's operators (its opset); Fathom runs ${describe(onnxOpsets)}.`,
    );
  }
}

function isOnnx({ domain }: OperatorSetIdProto): boolean {
  return domainName(domain) === ONNX_DOMAIN;
}

function isWithin(version: bigint, { from, to }: VersionRange): boolean {
  return version >= from && version <= to;
}

function describe({ from, to }: VersionRange): string {
  return `${from} to ${to}`;
}
