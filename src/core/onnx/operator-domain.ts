/** The domain of ONNX's own operators, which files also write as an empty string. */
export const ONNX_DOMAIN = 'ai.onnx';

/** The domain under one name, where ONNX gives it two. */
export function domainName(domain: string): string {
  return domain === '' ? ONNX_DOMAIN : domain;
}

/** Domains whose operators ONNX Runtime brings along: ONNX's, and its own. */
const knownDomains = new Set([
  ONNX_DOMAIN,
  'ai.onnx.ml',
  'ai.onnx.training',
  'ai.onnx.preview',
  'ai.onnx.preview.training',
  'com.microsoft',
  'com.microsoft.experimental',
  'com.microsoft.nchwc',
  'com.ms.internal.nhwc',
]);

/** Whether operators of the domain come from a library that would have to be loaded besides ONNX Runtime. */
export function isCustomDomain(domain: string): boolean {
  return !knownDomains.has(domainName(domain));
}
