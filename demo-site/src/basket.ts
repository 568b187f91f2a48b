/** A basket that lives as long as the page: nothing is stored, nothing is sent. Prices are whole dollars. */
export interface BasketLine {
  readonly name: string;
  readonly price: number;
  readonly count: number;
}

/** The lines with one more piece of `name`. */
export function addToBasket(lines: readonly BasketLine[], name: string, price: number): BasketLine[] {
  const known = lines.some((line) => line.name === name);
  if (!known) return [...lines, { name, price, count: 1 }];
  return lines.map((line) => (line.name === name ? { ...line, count: line.count + 1 } : line));
}

export const basketCount = (lines: readonly BasketLine[]): number => lines.reduce((sum, line) => sum + line.count, 0);
export const basketTotal = (lines: readonly BasketLine[]): number => lines.reduce((sum, line) => sum + line.count * line.price, 0);
