/** What can be done about one node that a provider computes wrong. `onCpu`: ONNX Runtime is told to compute it there. */
export type NodeCure = 'onCpu';

/** The cures of single nodes by provider: CUDA, DirectML and Core ML take no such order from Node. */
const NODE_CURES: Readonly<Record<string, NodeCure>> = { webgpu: 'onCpu' };

/** What is worth trying where a provider computes a node wrong, of which nothing better is known. */
export const nodeCureOf = (provider: string): NodeCure | undefined => NODE_CURES[provider];
