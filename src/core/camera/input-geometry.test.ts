import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InputSizePolicy } from '../models/descriptor';
import { planInput } from './input-geometry';
import { centredIntrinsics, type ImageSize, type Intrinsics } from './intrinsics';
import { pixels } from './units';

const fit: InputSizePolicy = { kind: 'fit', multipleOfPx: 32, targetAreaPx: 384 * 512, maxAspect: 4 };
const fixed: InputSizePolicy = { kind: 'fixed', widthPx: 1064, heightPx: 616 };

function sizeOf(widthPx: number, heightPx: number): ImageSize {
  return { widthPx, heightPx };
}

function plan(policy: InputSizePolicy, photo: ImageSize, fxPx = 1000, fyPx = fxPx) {
  return planInput(policy, photo, centredIntrinsics(photo, pixels(fxPx), pixels(fyPx)));
}

const longer = (size: ImageSize): number => Math.max(size.widthPx, size.heightPx);
const shorter = (size: ImageSize): number => Math.min(size.widthPx, size.heightPx);
const transposed = (size: ImageSize): ImageSize => sizeOf(size.heightPx, size.widthPx);

const side = fc.integer({ min: 32, max: 12_000 });
const photoUpTo4To1 = fc
  .record({ widthPx: side, heightPx: side })
  .filter((photo) => longer(photo) <= 4 * shorter(photo));
const photoBeyond4To1 = fc
  .record({ widthPx: side, heightPx: side })
  .filter((photo) => longer(photo) > 4 * shorter(photo));

describe('fit', () => {
  it.each([
    // √(196608 · 4/3) = 512, √(196608 · 3/4) = 384
    [640, 480, 512, 384],
    [4000, 3000, 512, 384],
    [3000, 4000, 384, 512],
    // √196608 = 443.4 → 448
    [1000, 1000, 448, 448],
    // √(196608 · 3/2) = 543.1 → 544, √(196608 · 2/3) = 362.0 → 352
    [6000, 4000, 544, 352],
    // √(196608 · 16/9) = 591.2 → 576, √(196608 · 9/16) = 332.6 → 320
    [1920, 1080, 576, 320],
    // √(196608 · 4) = 886.8 → 896, √(196608 / 4) = 221.7 → 224
    [4000, 1000, 896, 224],
  ])('fills %i × %i into %i × %i', (widthPx, heightPx, inputWidth, inputHeight) => {
    const { input, content } = plan(fit, sizeOf(widthPx, heightPx));
    expect(input).toEqual(sizeOf(inputWidth, inputHeight));
    expect(content).toEqual({ ...input, leftPx: 0, topPx: 0 });
  });

  it('leaves no bars up to 4:1, on sides that are multiples, near the area and the aspect asked for', () => {
    fc.assert(
      fc.property(photoUpTo4To1, (photo) => {
        const { input, content } = plan(fit, photo);
        expect(content).toEqual({ ...input, leftPx: 0, topPx: 0 });
        expect([input.widthPx % 32, input.heightPx % 32]).toEqual([0, 0]);
        expect(Math.abs((input.widthPx * input.heightPx) / fit.targetAreaPx - 1)).toBeLessThan(0.09);
        const stretch = longer(input) / longer(photo) / (shorter(input) / shorter(photo));
        expect(Math.abs(stretch - 1)).toBeLessThan(longer(photo) < 2.6 * shorter(photo) ? 0.07 : 0.09);
      }),
    );
  });

  it('letterboxes a photo beyond 4:1 into an input of 4:1', () => {
    const { input, content } = plan(fit, sizeOf(30_000, 3000));
    expect(input).toEqual(sizeOf(896, 224));
    // 896 / 30000 · 3000 = 89.6 → 90
    expect(content).toEqual({ widthPx: 896, heightPx: 90, leftPx: 0, topPx: 67 });
    fc.assert(
      fc.property(photoBeyond4To1, (photo) => {
        expect([sizeOf(896, 224), sizeOf(224, 896)]).toContainEqual(plan(fit, photo).input);
      }),
    );
  });

  it('does so at once beyond 4:1, not at it', () => {
    expect(plan(fit, sizeOf(4000, 1000)).content.heightPx).toBe(224);
    // 896 / 4040 · 1000 = 221.8
    expect(plan(fit, sizeOf(4040, 1000)).content).toEqual({ widthPx: 896, heightPx: 222, leftPx: 0, topPx: 1 });
  });
});

describe('fixed', () => {
  it('centres the photo and keeps its aspect', () => {
    // s = min(1064 / 4000, 616 / 3000) = 0.20533; 4000 s = 821.3; bars of (1064 − 821) / 2
    expect(plan(fixed, sizeOf(4000, 3000))).toEqual({
      input: sizeOf(1064, 616),
      content: { widthPx: 821, heightPx: 616, leftPx: 121, topPx: 0 },
      fedFocalPx: (1000 * (821 / 4000) + 1000 * (616 / 3000)) / 2,
    });
    expect(plan(fixed, sizeOf(3000, 1000)).content).toEqual({ widthPx: 1064, heightPx: 355, leftPx: 0, topPx: 130 });
  });

  it('enlarges a small photo', () => {
    expect(plan(fixed, sizeOf(133, 77)).content).toEqual({ widthPx: 1064, heightPx: 616, leftPx: 0, topPx: 0 });
  });
});

describe.each([
  ['fit', fit],
  ['fixed', fixed],
])('any letterbox: %s', (_, policy) => {
  it('lies inside the input, touches two opposite sides, is centred and keeps the aspect within a pixel', () => {
    fc.assert(
      fc.property(photoBeyond4To1, (photo) => {
        const { input, content } = plan(policy, photo);
        const barsX = input.widthPx - content.widthPx;
        const barsY = input.heightPx - content.heightPx;
        expect(Math.min(barsX, barsY)).toBe(0);
        expect([content.leftPx, content.topPx]).toEqual([Math.floor(barsX / 2), Math.floor(barsY / 2)]);
        const scale = Math.min(input.widthPx / photo.widthPx, input.heightPx / photo.heightPx);
        expect(Math.abs(content.widthPx - photo.widthPx * scale)).toBeLessThanOrEqual(0.5 + 1e-9);
        expect(Math.abs(content.heightPx - photo.heightPx * scale)).toBeLessThanOrEqual(0.5 + 1e-9);
        expect(shorter(content)).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});

it('keeps a pixel of a picture that is nearly a line', () => {
  expect(plan(fit, sizeOf(30_000, 10)).content).toEqual({ widthPx: 896, heightPx: 1, leftPx: 0, topPx: 111 });
});

it('turns with the photo', () => {
  fc.assert(
    fc.property(side, side, (widthPx, heightPx) => {
      const upright = plan(fit, sizeOf(widthPx, heightPx));
      const turned = plan(fit, sizeOf(heightPx, widthPx));
      expect(turned.input).toEqual(transposed(upright.input));
      expect(turned.content).toEqual({
        ...transposed(upright.content),
        leftPx: upright.content.topPx,
        topPx: upright.content.leftPx,
      });
      expect(turned.fedFocalPx).toBeCloseTo(upright.fedFocalPx, 9);
    }),
  );
});

it('turns with the photo even where a side lies half-way between two multiples', () => {
  // √(196608 · 75 / 256) = 240 = 7.5 · 32
  expect(plan(fit, sizeOf(2560, 750)).input).toEqual(transposed(plan(fit, sizeOf(750, 2560)).input));
});

describe('the fed focal length', () => {
  it('is the photo’s, scaled by the content’s real size', () => {
    // 544 / 6000 and 352 / 4000: (0.090667 + 0.088) / 2 · 5000
    expect(plan(fit, sizeOf(6000, 4000), 5000).fedFocalPx).toBeCloseTo(446.6667, 4);
  });

  it('is the mean of fx and fy', () => {
    // 512 / 640 · 600 = 480, 384 / 480 · 606 = 484.8
    expect(plan(fit, sizeOf(640, 480), 600, 606).fedFocalPx).toBeCloseTo(482.4, 9);
  });

  it('does not depend on the principal point', () => {
    const photo = sizeOf(640, 480);
    const offCentre: Intrinsics = { fxPx: pixels(600), fyPx: pixels(600), cxPx: pixels(100), cyPx: pixels(400) };
    expect(planInput(fit, photo, offCentre)).toEqual(plan(fit, photo, 600));
  });

  it('takes no part in the layout of ordinary photos', () => {
    fc.assert(
      fc.property(photoUpTo4To1, fc.double({ min: 1, max: 1e5, noNaN: true }), (photo, focalPx) => {
        const { input, content } = plan(fit, photo, focalPx);
        expect({ input, content }).toEqual({ input: plan(fit, photo).input, content: plan(fit, photo).content });
      }),
    );
  });
});

describe('pixels that are not square', () => {
  const photo = sizeOf(640, 480);

  it('are left as they are up to 2 %', () => {
    expect(plan(fixed, photo, 1019, 1000).content).toEqual(plan(fixed, photo, 1000, 1000).content);
    expect(plan(fixed, photo, 981, 1000).content).toEqual(plan(fixed, photo, 1000, 1000).content);
  });

  it('become square beyond', () => {
    // Half as many rows per angle: the picture as fed is 640 × 960.
    expect(plan(fit, photo, 1000, 500).input).toEqual(plan(fit, sizeOf(640, 960)).input);
    expect(plan(fixed, photo, 1000, 500).content).toEqual(plan(fixed, sizeOf(640, 960)).content);
    expect(plan(fixed, photo, 1000, 975).content).not.toEqual(plan(fixed, photo).content);
  });

  it('are fed with one focal length', () => {
    const aspect = fc.double({ min: 0.5, max: 2, noNaN: true }).filter((ratio) => Math.abs(ratio - 1) > 0.02);
    fc.assert(
      fc.property(aspect, (ratio) => {
        const { content, fedFocalPx } = plan(fixed, photo, 1000 * ratio, 1000);
        // Half a pixel of rounding on either side of the content.
        expect((1000 * ratio * content.widthPx) / photo.widthPx / fedFocalPx).toBeCloseTo(1, 2);
        expect((1000 * content.heightPx) / photo.heightPx / fedFocalPx).toBeCloseTo(1, 2);
      }),
    );
  });

  it('count for the limit of 4:1', () => {
    const panorama = sizeOf(4000, 1000);
    expect(plan(fit, panorama, 1000, 500).content).toEqual({ widthPx: 640, heightPx: 320, leftPx: 0, topPx: 0 });
    expect(plan(fit, panorama, 500, 1000).content).toEqual({ widthPx: 896, heightPx: 112, leftPx: 0, topPx: 56 });
  });
});

describe('stretch', () => {
  const stretch: InputSizePolicy = { kind: 'stretch', widthPx: 1536, heightPx: 1536 };

  it('fills the input whatever the aspect, and feeds the mean of what the focal lengths become', () => {
    const { input, content, fedFocalPx } = plan(stretch, sizeOf(768, 512), 400);
    expect(input).toEqual(sizeOf(1536, 1536));
    expect(content).toEqual({ ...input, leftPx: 0, topPx: 0 });
    // 400 · 2 across, 400 · 3 down.
    expect(fedFocalPx).toBe(1000);
  });
});

describe('shorterSide', () => {
  const shorterSide: InputSizePolicy = { kind: 'shorterSide', multipleOfPx: 14, shorterSidePx: 518, maxAspect: 4 };

  it.each([
    // 518 · 4/3 = 690.7 → 686
    [640, 480, 686, 518],
    [3000, 4000, 518, 686],
    [1000, 1000, 518, 518],
    // 518 · 16/9 = 920.9 → 924
    [1920, 1080, 924, 518],
  ])('fills %i × %i into %i × %i', (widthPx, heightPx, inputWidth, inputHeight) => {
    const { input, content } = plan(shorterSide, sizeOf(widthPx, heightPx));
    expect(input).toEqual(sizeOf(inputWidth, inputHeight));
    expect(content).toEqual({ ...input, leftPx: 0, topPx: 0 });
  });

  it('letterboxes what is longer than the longest aspect', () => {
    const { input, content } = plan(shorterSide, sizeOf(8000, 1000));
    expect(input).toEqual(sizeOf(2072, 518));
    expect(content).toEqual({ widthPx: 2072, heightPx: 259, leftPx: 0, topPx: 129 });
  });
});
