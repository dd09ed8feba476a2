import { describe, expect, it } from 'vitest';
import { combineFindings } from './combine-findings';
import { parseElectronGpuInfo } from './electron-gpu-info';
import { parseNvidiaSmi } from './nvidia-smi';
import { parseSystemGraphics } from './system-graphics';
import { parseVulkaninfo } from './vulkaninfo';

describe('parseNvidiaSmi', () => {
  it('reads several cards', () => {
    const text = 'NVIDIA GeForce RTX 3090, 550.54.14, 24576 MiB, 8.6\nTesla P40, 550.54.14, 23040 MiB, 6.1\n';
    expect(parseNvidiaSmi(text)).toEqual([
      {
        name: 'NVIDIA GeForce RTX 3090',
        vendor: 'nvidia',
        driver: '550.54.14',
        memoryBytes: 24576 * 2 ** 20,
        computeCapability: '8.6',
      },
      {
        name: 'Tesla P40',
        vendor: 'nvidia',
        driver: '550.54.14',
        memoryBytes: 23040 * 2 ** 20,
        computeCapability: '6.1',
      },
    ]);
  });

  it('reads what a driver gives that knows no compute capability, nor a card its memory', () => {
    expect(parseNvidiaSmi('GeForce GTX 980, 470.256.02, 4043 MiB')).toMatchObject([{ computeCapability: undefined }]);
    expect(parseNvidiaSmi('NVIDIA GB10, 580.95.05, [N/A], 12.1')).toMatchObject([
      { memoryBytes: undefined, computeCapability: '12.1' },
    ]);
  });

  it.each([
    'Failed to initialize NVML: Driver/library version mismatch\nNVML library version: 550.54',
    'Field "compute_cap" is not a valid field to query.\n',
    "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure, that, it runs.",
    'No devices were found\n',
    '',
  ])('finds no card in: %s', (text) => {
    expect(parseNvidiaSmi(text)).toEqual([]);
  });
});

const vulkan = (name: string, deviceType: string | number, vendorID: number, shaderFloat16?: boolean): string =>
  JSON.stringify({
    capabilities: {
      device: {
        properties: {
          VkPhysicalDeviceProperties: { deviceName: name, deviceType, vendorID },
          VkPhysicalDeviceDriverProperties: { driverInfo: 'Mesa 25.0.7' },
        },
        features: {
          VkPhysicalDeviceFeatures: { shaderInt64: true },
          ...(shaderFloat16 !== undefined && { VkPhysicalDeviceVulkan12Features: { shaderFloat16 } }),
        },
      },
    },
  });

describe('parseVulkaninfo', () => {
  it('tells whether shaders know float16', () => {
    const text = vulkan('AMD Radeon RX 6600 (RADV NAVI23)', 'VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU', 0x1002, true);
    expect(parseVulkaninfo(text)).toEqual({
      name: 'AMD Radeon RX 6600 (RADV NAVI23)',
      vendor: 'amd',
      driver: 'Mesa 25.0.7',
      shaderFloat16: true,
    });
    expect(parseVulkaninfo(vulkan('GTX 980', 'VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU', 0x10de, false))).toMatchObject({
      shaderFloat16: false,
    });
  });

  it('takes the processor for no graphics card, whatever it is called', () => {
    expect(parseVulkaninfo(vulkan('llvmpipe (LLVM 19)', 'VK_PHYSICAL_DEVICE_TYPE_CPU', 0x10005))?.vendor).toBe(
      'software',
    );
    expect(parseVulkaninfo(vulkan('Fast GPU', 4, 0x10de))?.vendor).toBe('software');
  });

  it('reads the older form, and nothing else', () => {
    const properties = { deviceName: 'Card', deviceType: 2, vendorID: 0x8086 };
    expect(parseVulkaninfo(JSON.stringify({ VkPhysicalDeviceProperties: properties }))).toMatchObject({
      vendor: 'intel',
    });
    expect(parseVulkaninfo('{}')).toBeUndefined();
    expect(parseVulkaninfo('ERROR: no ICD')).toBeUndefined();
  });
});

describe('parseSystemGraphics', () => {
  it('reads what lspci, system_profiler and CIM give', () => {
    expect(
      parseSystemGraphics({
        controllers: [
          {
            vendor: 'NVIDIA Corporation',
            model: 'AD102 [GeForce RTX 4090]',
            bus: 'PCIe',
            vram: null,
            vramDynamic: false,
          },
          { vendor: 'Intel Corporation', model: 'Alder Lake-P [Iris Xe Graphics]', vram: 256, vramDynamic: true },
          { vendor: 'Apple', model: 'Apple M2 Pro', bus: 'Built-In', vram: null, vramDynamic: true },
          { vendor: 'AMD', model: 'AMD Radeon RX 6600', vram: 8192, vramDynamic: false, driverVersion: '31.0.1' },
        ],
        displays: [],
      }),
    ).toEqual([
      { name: 'GeForce RTX 4090', vendor: 'nvidia', memoryBytes: undefined, driver: undefined },
      { name: 'Iris Xe Graphics', vendor: 'intel', memoryBytes: undefined, driver: undefined },
      { name: 'Apple M2 Pro', vendor: 'apple', memoryBytes: undefined, driver: undefined },
      { name: 'AMD Radeon RX 6600', vendor: 'amd', memoryBytes: 8192 * 2 ** 20, driver: '31.0.1' },
    ]);
  });

  it('leaves out adapters that only show a desktop, and answers that are none', () => {
    const controllers = [{ vendor: 'Microsoft', model: 'Microsoft Remote Display Adapter' }, { model: '' }];
    expect(parseSystemGraphics({ controllers })).toEqual([]);
    expect(parseSystemGraphics(undefined)).toEqual([]);
  });
});

describe('parseElectronGpuInfo', () => {
  it('names the card by what the renderer says of it', () => {
    const answer = {
      gpuDevice: [{ active: true, vendorId: 0x10de, deviceId: 0x1b80, driverVersion: '31.0.15.3623' }],
      auxAttributes: {
        glRenderer: 'ANGLE (NVIDIA, NVIDIA GeForce GTX 1080 (0x00001B80) Direct3D11 vs_5_0 ps_5_0, D3D11)',
      },
    };
    expect(parseElectronGpuInfo(answer)).toEqual([
      { name: 'NVIDIA GeForce GTX 1080', vendor: 'nvidia', driver: '31.0.15.3623' },
    ]);
  });

  it('names a card by its number where nothing else does, and none where there is none', () => {
    expect(parseElectronGpuInfo({ gpuDevice: [{ vendorId: 0x1002, deviceId: 0x73ff }] })).toMatchObject([
      { name: 'amd 73ff', vendor: 'amd' },
    ]);
    expect(parseElectronGpuInfo({ gpuDevice: [{ vendorId: 0, deviceId: 0 }] })).toEqual([]);
    expect(parseElectronGpuInfo(null)).toEqual([]);
  });
});

describe('combineFindings', () => {
  const built = ['cpu', 'webgpu', 'cuda'];
  const smi = (...names: string[]) =>
    names.map((name) => ({ name, vendor: 'nvidia' as const, computeCapability: '8.6' }));

  it('knows one card in two reports', () => {
    const reports = [
      smi('NVIDIA GeForce RTX 3090'),
      [{ name: 'NVIDIA GeForce RTX 3090', vendor: 'nvidia' as const, shaderFloat16: true, driver: '550' }],
      [{ name: 'GeForce RTX 3090', vendor: 'nvidia' as const, memoryBytes: 5 }],
    ];
    expect(combineFindings(reports, 'linux', built)).toMatchObject([
      { name: 'NVIDIA GeForce RTX 3090', driver: '550', memoryBytes: 5, providers: ['cuda', 'webgpu'] },
    ]);
  });

  it('knows two equal cards from one that two tools name', () => {
    const twice = smi('NVIDIA A10G', 'NVIDIA A10G');
    expect(combineFindings([twice, twice], 'linux', built)).toHaveLength(2);
  });

  it('offers only providers that are built in, and none for the processor in disguise', () => {
    const amd = { name: 'AMD Radeon RX 6600', vendor: 'amd' as const };
    const software = { name: 'llvmpipe', vendor: 'software' as const };
    const providersOn = (system: string, names: string[]) =>
      combineFindings([[amd, software]], system, names).map(({ providers }) => providers);
    expect(providersOn('linux', built)).toEqual([['webgpu'], []]);
    expect(providersOn('win32', ['cpu', 'dml', 'webgpu'])).toEqual([['dml', 'webgpu'], []]);
    expect(providersOn('linux', ['cpu'])).toEqual([[], []]);
    expect(providersOn('freebsd', built)).toEqual([[], []]);
  });
});
