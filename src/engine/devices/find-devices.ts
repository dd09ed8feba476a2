import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { graphics } from 'systeminformation';
import { combineFindings } from '../../core/devices/combine-findings';
import type { Device, GpuFinding } from '../../core/devices/device';
import { NVIDIA_SMI_FIELDS, parseNvidiaSmi } from '../../core/devices/nvidia-smi';
import { parseSystemGraphics } from '../../core/devices/system-graphics';
import { parseVulkaninfo } from '../../core/devices/vulkaninfo';
import { runTool } from './run-tool';

/** The processor, which is always there. */
export function processor(): Device {
  return {
    vendor: 'other',
    name: os.cpus()[0]?.model.trim() ?? 'unknown processor',
    architecture: 'CPU',
    fp16: 'none',
    bf16: false,
    tensorCores: false,
    memoryBytes: os.totalmem(),
    providers: ['cpu'],
  };
}

/**
 * Every device that may run a model, graphics cards first, the processor last. Asks the tools that are there, each for a
 * few seconds at most; one that is missing or broken only tells nothing.
 *
 * @param built the providers that this build of ONNX Runtime has.
 * @param told what the host sees, as Chromium in Electron does.
 */
export async function findDevices(built: readonly string[], told: readonly GpuFinding[] = []): Promise<Device[]> {
  if (!mayHaveGpu()) return [processor()];
  const reports = await Promise.all([askNvidia(), askVulkan(), askSystem()]);
  const unseen = unseenBy(reports.flat(), told);
  return [...combineFindings([...reports, unseen], os.platform(), built), processor()];
}

/**
 * The cards of makers that no tool knows of: Chromium names many cards by number alone, and such a name would make a
 * second card of one that is known already.
 */
export function unseenBy(found: readonly GpuFinding[], told: readonly GpuFinding[]): GpuFinding[] {
  return told.filter(({ vendor }) => vendor !== 'software' && !found.some((card) => card.vendor === vendor));
}

/** A Linux without any of the kernel's files for graphics has no card: nobody need be asked, for a second, at each start. */
function mayHaveGpu(): boolean {
  if (os.platform() !== 'linux') return true;
  const files = ['/dev/nvidiactl', '/dev/nvmap', '/dev/dxg'];
  return files.some((file) => existsSync(file)) || hasRenderNode();
}

function hasRenderNode(): boolean {
  try {
    return readdirSync('/dev/dri').some((name) => name.startsWith('renderD'));
  } catch {
    return false;
  }
}

async function askNvidia(): Promise<GpuFinding[]> {
  const ask = async (fields: readonly string[]): Promise<GpuFinding[]> =>
    parseNvidiaSmi((await runTool(nvidiaSmi(), [`--query-gpu=${fields.join(',')}`, '--format=csv,noheader'])) ?? '');
  const cards = await ask(NVIDIA_SMI_FIELDS);
  return cards.length > 0 ? cards : ask(NVIDIA_SMI_FIELDS.filter((field) => field !== 'compute_cap'));
}

/** Old Windows drivers put it in a folder of their own. */
function nvidiaSmi(): string {
  const folder = process.env['ProgramFiles'];
  const old = folder && path.join(folder, 'NVIDIA Corporation', 'NVSMI', 'nvidia-smi.exe');
  return old && existsSync(old) ? old : 'nvidia-smi';
}

/** vulkaninfo writes into a file, of the first card alone. */
async function askVulkan(): Promise<GpuFinding[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'fathom-vulkan-')).catch(() => undefined);
  if (folder === undefined) return [];
  try {
    const file = path.join(folder, 'device.json');
    await runTool('vulkaninfo', ['--json', '-o', file], folder);
    const found = parseVulkaninfo(await readFile(file, 'utf8'));
    return found ? [found] : [];
  } catch {
    return [];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function askSystem(): Promise<GpuFinding[]> {
  const tooLate = new Promise<undefined>((resolve) => setTimeout(resolve, 8000, undefined).unref());
  return parseSystemGraphics(await Promise.race([graphics().catch(() => undefined), tooLate]));
}
