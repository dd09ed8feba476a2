import { type CameraFamily, findCameraFamily, names } from './camera-family';
import { exifFocalLengths } from './exif-focal-lengths';
import type { PhotoExif } from './photo-exif';
import { millimetres, type Millimetres } from './units';

/** The light-sensitive area a whole picture comes from. */
export interface Sensor {
  /** The long side. */
  readonly widthMm: Millimetres;
  readonly heightMm: Millimetres;
  /** Longer by shorter side of the uncropped picture: the ratio the maker names, not the rounded millimetres'. */
  readonly nativeAspect: number;
}

/** Cameras with the same sensor size. */
export interface SensorFamily extends CameraFamily {
  readonly sensor: Sensor;
  /** The lens in front of this sensor, where one model name covers several cameras (the back and front of a phone). */
  readonly lensMm?: number;
}

/** Within this of {@link SensorFamily.lensMm} a focal length is that lens's: EXIF rounds to a tenth of a millimetre. */
const LENS_TOLERANCE = 0.05;

function sensor(widthMm: number, heightMm: number, nativeAspect: number): Sensor {
  return { widthMm: millimetres(widthMm), heightMm: millimetres(heightMm), nativeAspect };
}

const FULL_FRAME = sensor(36, 24, 3 / 2);
const APS_C = sensor(23.5, 15.6, 3 / 2);
const APS_C_CANON = sensor(22.3, 14.9, 3 / 2);
const FOUR_THIRDS = sensor(17.3, 13, 4 / 3);
const ONE_INCH = sensor(13.2, 8.8, 3 / 2);
const TWO_THIRDS_INCH = sensor(8.8, 6.6, 4 / 3);
const INCH_BY_1_7 = sensor(7.44, 5.58, 4 / 3);
const INCH_BY_2_3 = sensor(6.17, 4.55, 4 / 3);
const MEDIUM_FORMAT = sensor(43.8, 32.9, 4 / 3);

/**
 * Sensor sizes by camera, right to about 2 %: makers state an APS-C width of 23.4 to 23.7 mm where this says 23.5.
 *
 * Inch names of small sensors are not their size; the millimetres are those makers give for them.
 */
export const SENSOR_TABLE: readonly SensorFamily[] = [
  {
    makes: ['Canon'],
    models: names(`
      EOS 5D*, EOS 6D*, EOS-1Ds*, EOS-1D X*, EOS-1D C, EOS R, EOS Ra, EOS RP, EOS R1, EOS R3, EOS R5*, EOS R6*, EOS R8
    `),
    sensor: FULL_FRAME,
  },
  { makes: ['Canon'], models: ['EOS-1D', 'EOS-1D Mark II', 'EOS-1D Mark II N'], sensor: sensor(28.7, 19.1, 3 / 2) },
  { makes: ['Canon'], models: ['EOS-1D Mark III', 'EOS-1D Mark IV'], sensor: sensor(28, 18.65, 3 / 2) },
  {
    makes: ['Canon'],
    models: names(`
      EOS D30, EOS D60, EOS 7D*, EOS 10D, EOS 20D*, EOS 30D, EOS 40D, EOS 50D, EOS 60D*, EOS 70D, EOS 77D, EOS 80D,
      EOS 90D, EOS 100D, EOS 200D*, EOS 250D, EOS 300D*, EOS 350D*, EOS 400D*, EOS 450D, EOS 500D, EOS 550D, EOS 600D,
      EOS 650D, EOS 700D, EOS 750D, EOS 760D, EOS 800D, EOS 850D, EOS 1000D, EOS 1100D, EOS 1200D, EOS 1300D,
      EOS 1500D, EOS 2000D, EOS 3000D, EOS 4000D, EOS 8000D, EOS 9000D, EOS DIGITAL REBEL*, EOS REBEL*, EOS Kiss*,
      EOS M*, EOS R7, EOS R10, EOS R50*, EOS R100, PowerShot G1 X Mark III
    `),
    sensor: APS_C_CANON,
  },
  { makes: ['Canon'], models: ['PowerShot G1 X'], sensor: sensor(18.7, 14, 4 / 3) },
  { makes: ['Canon'], models: ['PowerShot V1'], sensor: sensor(18.4, 12.3, 3 / 2) },
  {
    makes: ['Canon'],
    models: ['PowerShot G3 X', 'PowerShot G5 X*', 'PowerShot G7 X*', 'PowerShot G9 X*', 'PowerShot V10'],
    sensor: ONE_INCH,
  },
  {
    makes: ['Canon'],
    models: names(`
      PowerShot G9, PowerShot G10, PowerShot G11, PowerShot G12, PowerShot G15, PowerShot G16, PowerShot S90,
      PowerShot S95, PowerShot S100, PowerShot S110, PowerShot S120
    `),
    sensor: INCH_BY_1_7,
  },
  {
    makes: ['Canon'],
    models: names(`
      PowerShot SX30 IS, PowerShot SX40 HS, PowerShot SX50 HS, PowerShot SX60 HS, PowerShot SX70 HS,
      PowerShot SX700 HS, PowerShot SX710 HS, PowerShot SX720 HS, PowerShot SX730 HS, PowerShot SX740 HS
    `),
    sensor: INCH_BY_2_3,
  },

  {
    makes: ['Nikon'],
    models: names(`
      D3, D3S, D3X, D4, D4S, D5, D6, Df, D600, D610, D700, D750, D780, D800, D800E, D810, D810A, D850, Z 5*, Z 6*,
      Z 7*, Z 8, Z 9, Z f, Z R
    `),
    sensor: FULL_FRAME,
  },
  {
    makes: ['Nikon'],
    models: names(`
      D1, D1H, D1X, D2H, D2Hs, D2X, D2Xs, D40, D40X, D50, D60, D70, D70s, D80, D90, D100, D200, D300, D300S, D500,
      D3000, D3100, D3200, D3300, D3400, D3500, D5000, D5100, D5200, D5300, D5500, D5600, D7000, D7100, D7200, D7500,
      Z 30, Z 50*, Z fc, COOLPIX A
    `),
    sensor: APS_C,
  },
  { makes: ['Nikon'], models: ['1 AW1', '1 J*', '1 S*', '1 V*'], sensor: ONE_INCH },
  {
    makes: ['Nikon'],
    models: ['COOLPIX P7000', 'COOLPIX P7100', 'COOLPIX P7700', 'COOLPIX P7800', 'COOLPIX P330', 'COOLPIX P340'],
    sensor: INCH_BY_1_7,
  },
  {
    makes: ['Nikon'],
    models: ['COOLPIX P500', 'COOLPIX P510', 'COOLPIX P520', 'COOLPIX P900', 'COOLPIX P950', 'COOLPIX P1000'],
    sensor: INCH_BY_2_3,
  },

  {
    makes: ['Sony'],
    models: names(`
      ILCE-1*, ILCE-7*, ILCE-9*, ILCA-99M2, SLT-A99*, DSLR-A850, DSLR-A900, NEX-VG900, ZV-E1, ILME-FX3*, DSC-RX1,
      DSC-RX1R, DSC-RX1RM2, DSC-RX1RM3
    `),
    sensor: FULL_FRAME,
  },
  {
    makes: ['Sony'],
    models: names(`
      ILCE-3*, ILCE-5*, ILCE-6*, ILCE-QX1, ILCA-68, ILCA-77M2, ILME-FX30, SLT-A*, DSLR-A*, NEX-*, ZV-E10*
    `),
    sensor: APS_C,
  },
  { makes: ['Sony'], models: ['DSC-RX0*', 'DSC-RX10*', 'DSC-RX100*', 'ZV-1*'], sensor: ONE_INCH },
  { makes: ['Sony'], models: ['DSC-R1'], sensor: sensor(21.5, 14.4, 3 / 2) },
  { makes: ['Sony'], models: ['DSC-F707', 'DSC-F717', 'DSC-F828'], sensor: TWO_THIRDS_INCH },
  { makes: ['Minolta', 'Konica Minolta'], models: ['ALPHA*', 'DYNAX*', 'MAXXUM*'], sensor: APS_C },
  { makes: ['Seiko Epson', 'Epson'], models: ['R-D1*'], sensor: APS_C },

  {
    makes: ['Olympus', 'OM Digital'],
    models: names(`
      E-1, E-3, E-5, E-30, E-300, E-330, E-400, E-410, E-420, E-450, E-500, E-510, E-520, E-600, E-620, E-M*, E-P*,
      PEN-F, OM-1*, OM-3, OM-5*
    `),
    sensor: FOUR_THIRDS,
  },
  { makes: ['Olympus'], models: ['E-10', 'E-20*'], sensor: TWO_THIRDS_INCH },
  {
    makes: ['Olympus', 'OM Digital'],
    models: ['TG-1', 'TG-2', 'TG-3', 'TG-4', 'TG-5', 'TG-6', 'TG-7'],
    sensor: INCH_BY_2_3,
  },
  { makes: ['Panasonic'], models: ['DMC-G*', 'DC-G*', 'DC-BGH1', 'DMC-L1', 'DMC-L10'], sensor: FOUR_THIRDS },
  { makes: ['Panasonic'], models: ['DC-S*', 'DC-BS1H'], sensor: FULL_FRAME },
  {
    makes: ['Panasonic'],
    models: names(`
      DMC-FZ1000*, DC-FZ1000*, DMC-FZ2000, DMC-FZ2500, DMC-FZH1, DMC-TZ100, DMC-TZ101, DMC-TZ110, DMC-ZS100,
      DMC-ZS110, DMC-TX1, DC-TZ200*, DC-TZ202*, DC-TZ220*, DC-ZS200*, DC-ZS220*, DC-TX2*, DMC-LX9, DMC-LX10, DMC-LX15,
      DMC-CM1
    `),
    sensor: ONE_INCH,
  },

  { makes: ['Fujifilm'], models: ['GFX*'], sensor: MEDIUM_FORMAT },
  {
    makes: ['Fujifilm'],
    models: names(`
      X-A*, X-E*, X-H1, X-H2, X-H2S, X-M*, X-Pro*, X-S10, X-S20, X-T*, X70, X100*, XF10, FinePix S1 Pro,
      FinePix S2 Pro, FinePix S3 Pro, FinePix S5 Pro, FinePix X100
    `),
    sensor: APS_C,
  },
  { makes: ['Fujifilm'], models: ['X10', 'X20', 'X30', 'X-S1', 'XF1', 'XQ1', 'XQ2'], sensor: TWO_THIRDS_INCH },

  { makes: ['Pentax', 'Ricoh'], models: ['645D', '645Z'], sensor: MEDIUM_FORMAT },
  { makes: ['Pentax', 'Ricoh'], models: ['K-1', 'K-1 Mark II'], sensor: FULL_FRAME },
  {
    makes: ['Pentax', 'Ricoh'],
    models: names(`
      *ist D*, K10D, K20D, K100D*, K110D, K200D, K2000, K-m, K-x, K-r, K-01, K-3*, K-5*, K-7, K-30, K-50, K-70, K-500,
      K-S1, K-S2, KP, KF, GR, GR II, GR III*, GR IV*
    `),
    sensor: APS_C,
  },
  { makes: ['Pentax', 'Ricoh'], models: ['Q7', 'Q-S1', 'MX-1'], sensor: INCH_BY_1_7 },
  { makes: ['Pentax', 'Ricoh'], models: ['Q', 'Q10'], sensor: INCH_BY_2_3 },

  {
    makes: ['Leica'],
    models: names(`
      M9*, M10*, M11*, M (Typ*, M-D*, M-E*, M-P*, M Monochrom*, Q (Typ*, Q2*, Q3*, SL*
    `),
    sensor: FULL_FRAME,
  },
  { makes: ['Leica'], models: ['S2*', 'S3*', 'S (Typ*', 'S-E*'], sensor: sensor(45, 30, 3 / 2) },
  { makes: ['Leica'], models: ['M8*'], sensor: sensor(27, 18, 3 / 2) },
  {
    makes: ['Leica'],
    models: ['CL', 'T (Typ*', 'TL', 'TL2', 'X1', 'X2', 'X (Typ*', 'X-E*', 'X-U*', 'X VARIO*'],
    sensor: APS_C,
  },
  { makes: ['Leica'], models: ['DIGILUX 3'], sensor: FOUR_THIRDS },

  { makes: ['Sigma'], models: ['fp', 'fp L', 'BF'], sensor: FULL_FRAME },
  { makes: ['Sigma'], models: ['sd Quattro H'], sensor: sensor(26.7, 17.9, 3 / 2) },
  {
    makes: ['Sigma'],
    models: names(`
      SD1, SD1 Merrill, sd Quattro, DP1 Merrill, DP2 Merrill, DP3 Merrill, dp0 Quattro, dp1 Quattro, dp2 Quattro,
      dp3 Quattro
    `),
    sensor: APS_C,
  },
  {
    makes: ['Sigma'],
    models: ['SD9', 'SD10', 'SD14', 'SD15', 'DP1', 'DP1S', 'DP1X', 'DP2', 'DP2S', 'DP2X'],
    sensor: sensor(20.7, 13.8, 3 / 2),
  },

  { makes: ['Samsung'], models: ['NX*', 'EK-GN120*', 'GX-*'], sensor: APS_C },
  { makes: ['Samsung'], models: ['NX mini*'], sensor: ONE_INCH },
  { makes: ['Samsung'], models: ['EX1', 'EX2F'], sensor: INCH_BY_1_7 },

  { makes: ['Hasselblad'], models: ['X1D*', 'X2D*', '907X*', 'CFV II 50C', 'CFV 100C'], sensor: MEDIUM_FORMAT },
  {
    makes: ['Phase One'],
    models: ['P65+', 'IQ160', 'IQ180', 'IQ260', 'IQ280', 'IQ380', 'IQ3 80MP', 'IQ3 100MP', 'IQ4 150MP'],
    sensor: sensor(53.7, 40.3, 4 / 3),
  },

  { makes: ['DJI'], models: ['ZenmuseP1'], sensor: FULL_FRAME },
  { makes: ['DJI'], models: ['FC6540'], sensor: APS_C },
  { makes: ['DJI'], models: ['FC550', 'FC6520'], sensor: FOUR_THIRDS },
  { makes: ['Hasselblad', 'DJI'], models: ['L2D-20c'], sensor: FOUR_THIRDS },
  { makes: ['DJI'], models: ['FC3411', 'FC6310*', 'FC6510'], sensor: ONE_INCH },
  { makes: ['Hasselblad', 'DJI'], models: ['L1D-20c'], sensor: ONE_INCH },
  { makes: ['DJI'], models: ['FC3582', 'FC3682', 'FC8482'], sensor: sensor(9.7, 7.3, 4 / 3) },
  { makes: ['DJI'], models: ['FC3170', 'FC4170'], sensor: sensor(6.4, 4.8, 4 / 3) },
  {
    makes: ['DJI'],
    models: ['FC220', 'FC300*', 'FC330', 'FC350', 'FC1102', 'FC2103', 'FC2204', 'FC7203', 'FC7303'],
    sensor: INCH_BY_2_3,
  },
  {
    makes: ['GoPro'],
    models: names(`
      HERO3-Black Edition, HERO3+ Black Edition, HERO4 Black, HERO4 Silver, HERO5 Black, HERO6 Black, HERO7 Black,
      HERO8 Black, HERO9 Black, HERO10 Black
    `),
    sensor: INCH_BY_2_3,
  },

  // Early phones, which write no 35 mm-equivalent; sizes are pixel pitch × pixels.
  { makes: ['Apple'], models: ['iPhone 3GS'], sensor: sensor(3.58, 2.69, 4 / 3), lensMm: 3.85 },
  { makes: ['Apple'], models: ['iPhone 4'], sensor: sensor(4.54, 3.39, 4 / 3), lensMm: 3.85 },
  { makes: ['Apple'], models: ['iPhone 4S'], sensor: sensor(4.57, 3.43, 4 / 3), lensMm: 4.28 },
  { makes: ['Apple'], models: ['iPhone 5'], sensor: sensor(4.57, 3.43, 4 / 3), lensMm: 4.12 },
  { makes: ['Samsung'], models: ['GT-I9100*'], sensor: sensor(4.57, 3.43, 4 / 3), lensMm: 4.03 },
  { makes: ['Samsung'], models: ['GT-I9300*'], sensor: sensor(4.57, 3.43, 4 / 3), lensMm: 3.7 },
  { makes: ['LG'], models: ['Nexus 5'], sensor: sensor(4.57, 3.43, 4 / 3), lensMm: 3.97 },
];

/** The sensor of the camera that EXIF names, if the table knows it. */
export function sensorOf(exif: PhotoExif): Sensor | undefined {
  const family = findCameraFamily(SENSOR_TABLE, exif);
  return family !== undefined && isBehindItsLens(family, exif) ? family.sensor : undefined;
}

function isBehindItsLens(family: SensorFamily, exif: PhotoExif): boolean {
  if (family.lensMm === undefined) return true;
  const { focalMm } = exifFocalLengths(exif);
  return focalMm !== undefined && Math.abs(focalMm / family.lensMm - 1) <= LENS_TOLERANCE;
}
