import { describe, expect, it } from 'vitest';
import { measurementOf, type Measurement } from './measurement';
import { inUnit, measurementsCsv, measurementsJson, unitSymbol, type MeasurementsReport } from './measurements-report';

const place = { xPx: 1, yPx: 2 };
const named = (name: string): Measurement => measurementOf({ id: '1', name }, 'distance', [place, place])!;
const report = (name: string): MeasurementsReport => ({
  photo: 'a.jpg',
  modelId: 'fathom-s',
  focalPx: 1000,
  focalOrigin: 'exif35mm',
  scaleFactor: 1.5,
  unit: 'cm',
  items: [
    {
      measurement: named(name),
      points: [{ place, position: [0, 0, 1], spreadMetres: 0, confidence: 1 }, undefined],
      quantities: [{ dimension: 'length', value: 0.25, plusMinus: 0.03 }],
    },
  ],
});

describe('inUnit', () => {
  it('squares and cubes what areas and volumes need', () => {
    expect(inUnit(2, 'length', 'cm')).toBe(200);
    expect(inUnit(2, 'area', 'cm')).toBe(20_000);
    expect(inUnit(2, 'volume', 'cm')).toBe(2_000_000);
    expect(inUnit(90, 'angle', 'cm')).toBe(90);
    expect(inUnit(0.3048, 'length', 'ft')).toBeCloseTo(1, 12);
    expect(unitSymbol('volume', 'ft')).toBe('ft3');
  });
});

describe('measurementsCsv', () => {
  it('has a line for each number, in the unit shown', () => {
    expect(measurementsCsv(report('Table'))).toBe(
      'name,kind,quantity,value,plus_minus_estimate,unit\r\nTable,distance,length,25,3,cm\r\n',
    );
  });

  it('quotes names, and lets none be a formula', () => {
    expect(measurementsCsv(report('a "b", c'))).toContain('"a ""b"", c",distance');
    expect(measurementsCsv(report('=HYPERLINK(1)'))).toContain("'=HYPERLINK(1),distance");
  });
});

describe('measurementsJson', () => {
  it('tells metres, places, points and what they rest on', () => {
    const content = JSON.parse(measurementsJson(report('Table'))) as Record<string, unknown>;
    expect(content).toMatchObject({
      photo: 'a.jpg',
      modelId: 'fathom-s',
      scaleFactor: 1.5,
      measurements: [
        {
          name: 'Table',
          kind: 'distance',
          places: [place, place],
          points: [[0, 0, 1], null],
          quantities: [{ dimension: 'length', value: 0.25, plusMinus: 0.03 }],
        },
      ],
    });
  });
});
