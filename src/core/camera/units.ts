declare const unit: unique symbol;

/** A number that carries its unit in its type, for the few places where mixing units has hurt users most. */
export type Quantity<Unit extends string> = number & { readonly [unit]: Unit };

/** A length on the pixel grid of one particular picture. */
export type Pixels = Quantity<'px'>;

/** A length on the sensor, or a focal length as lenses are labelled. */
export type Millimetres = Quantity<'mm'>;

/** A full (not half) angle. */
export type Degrees = Quantity<'deg'>;

export const pixels = (value: number): Pixels => value as Pixels;
export const millimetres = (value: number): Millimetres => value as Millimetres;
export const degrees = (value: number): Degrees => value as Degrees;
