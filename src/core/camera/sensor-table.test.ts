import { describe, expect, it } from 'vitest';
import { SENSOR_TABLE, sensorOf } from './sensor-table';

describe('sensorOf', () => {
  it.each([
    // Names as the cameras write them.
    ['Canon', 'Canon EOS 5D Mark III', 36],
    ['Canon', 'Canon EOS R5', 36],
    ['Canon', 'Canon EOS R50', 22.3],
    ['Canon', 'Canon EOS R100', 22.3],
    ['Canon', 'Canon EOS DIGITAL REBEL XT', 22.3],
    ['Canon', 'Canon EOS-1D Mark IV', 28],
    ['Canon', 'Canon EOS-1D X Mark II', 36],
    ['Canon', 'Canon PowerShot G7 X Mark II', 13.2],
    ['Canon', 'Canon PowerShot G1 X Mark III', 22.3],
    ['NIKON CORPORATION', 'NIKON D5', 36],
    ['NIKON CORPORATION', 'NIKON D50', 23.5],
    ['NIKON CORPORATION', 'NIKON D500', 23.5],
    ['NIKON CORPORATION', 'NIKON Z 6_2', 36],
    ['NIKON CORPORATION', 'NIKON Z 50', 23.5],
    ['NIKON CORPORATION', 'NIKON Z50_2', 23.5],
    ['NIKON CORPORATION', 'NIKON 1 J5', 13.2],
    ['NIKON', 'COOLPIX P1000', 6.17],
    ['SONY', 'NEX-3N', 23.5],
    ['SONY', 'ILCE-7M3', 36],
    ['SONY', 'ILCE-6400', 23.5],
    ['SONY', 'SLT-A99V', 36],
    ['SONY', 'SLT-A77V', 23.5],
    ['SONY', 'DSLR-A900', 36],
    ['SONY', 'DSC-RX1RM2', 36],
    ['SONY', 'DSC-RX10M4', 13.2],
    ['SONY', 'DSC-RX100M7', 13.2],
    ['SONY', 'ILME-FX30', 23.5],
    ['OLYMPUS IMAGING CORP.  ', 'E-M1            ', 17.3],
    ['OLYMPUS CORPORATION', 'E-M10MarkIII', 17.3],
    ['OLYMPUS OPTICAL CO.,LTD', 'E-20,E-20N,E-20P', 8.8],
    ['OM Digital Solutions', 'OM-1', 17.3],
    ['Panasonic', 'DMC-GH4', 17.3],
    ['Panasonic', 'DC-S5M2', 36],
    ['Panasonic', 'DC-FZ10002', 13.2],
    ['FUJIFILM', 'X-T4', 23.5],
    ['FUJIFILM', 'X100V', 23.5],
    ['FUJIFILM', 'X10', 8.8],
    ['FUJIFILM', 'X-S1', 8.8],
    ['FUJIFILM', 'X-S10', 23.5],
    ['FUJIFILM', 'GFX 50S', 43.8],
    ['PENTAX', 'PENTAX *ist DS', 23.5],
    ['PENTAX', 'PENTAX K10D', 23.5],
    ['RICOH IMAGING COMPANY, LTD.', 'PENTAX K-1 Mark II', 36],
    ['RICOH IMAGING COMPANY, LTD.  ', 'RICOH GR III', 23.5],
    ['LEICA CAMERA AG', 'LEICA Q (Typ 116)', 36],
    ['Leica Camera AG', 'M8 Digital Camera', 27],
    ['SIGMA', 'SIGMA SD14', 20.7],
    ['SIGMA', 'SIGMA SD1 Merrill', 23.5],
    ['SAMSUNG', 'NX300', 23.5],
    ['SAMSUNG', 'NX mini', 13.2],
    ['Hasselblad', 'L1D-20c', 13.2],
    ['Hasselblad', 'X1D II 50C', 43.8],
    ['Phase One', 'P65+', 53.7],
    ['DJI', 'FC3170', 6.4],
    ['DJI', 'FC6310S', 13.2],
    ['GoPro', 'HERO9 Black', 6.17],
  ])('knows the sensor of %s %s', (make, model, widthMm) => {
    expect(sensorOf({ orientation: 1, make, model })?.widthMm).toBe(widthMm);
  });

  it.each([
    ['Canon', 'Canon EOS R999'],
    ['Fathom', 'Rendered'],
    ['SONY', 'DSC-W800'],
    ['RICOH', 'GR DIGITAL 4'],
    ['Apple', 'iPhone 14 Pro'],
  ])('does not guess the sensor of %s %s', (make, model) => {
    expect(sensorOf({ orientation: 1, make, model, focalLengthMm: 5 })).toBeUndefined();
  });

  it('knows the sensor behind the back lens of a phone, not the one behind its front lens', () => {
    const phone = { orientation: 1, make: 'Apple', model: 'iPhone 4S' } as const;
    expect(sensorOf({ ...phone, focalLengthMm: 4.3 })?.widthMm).toBe(4.57);
    expect(sensorOf({ ...phone, focalLengthMm: 1.85 })).toBeUndefined();
    expect(sensorOf(phone)).toBeUndefined();
  });
});

describe('SENSOR_TABLE', () => {
  it('gives every sensor the shape of its native aspect, as near as rounded millimetres can', () => {
    for (const { sensor, models } of SENSOR_TABLE) {
      const aspect = sensor.widthMm / sensor.heightMm;
      expect(Math.abs(aspect / sensor.nativeAspect - 1), models.join()).toBeLessThan(0.02);
    }
  });

  it('names every model of a maker once', () => {
    const entries = SENSOR_TABLE.flatMap(({ makes, models }) =>
      makes.flatMap((make) => models.map((model) => `${make} ${model}`)),
    );
    const repeated = entries.filter((entry, index) => entries.indexOf(entry) !== index);
    expect(repeated).toEqual([]);
  });
});
