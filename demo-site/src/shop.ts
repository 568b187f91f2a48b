import { addToBasket, basketCount, basketTotal, type BasketLine } from './basket.js';
import { one } from './page.js';

wireBasket();
wireWalls();

function wireBasket(): void {
  const dialog = one<HTMLDialogElement>('[data-basket]');
  let lines: readonly BasketLine[] = [];
  one('[data-basket-open]').addEventListener('click', () => dialog.showModal());
  for (const button of document.querySelectorAll<HTMLElement>('[data-add]')) {
    button.addEventListener('click', () => {
      const name = button.dataset['add'] ?? '';
      lines = addToBasket(lines, name, Number(button.dataset['price']));
      showBasket(lines);
      one('[data-basket-status]').textContent = `${name} is in the basket, ${basketCount(lines)} in all`;
    });
  }
}

function showBasket(lines: readonly BasketLine[]): void {
  one('[data-basket-count]').textContent = String(basketCount(lines));
  one('[data-basket-empty]').hidden = lines.length > 0;
  const total = one('[data-basket-total]');
  total.hidden = lines.length === 0;
  total.textContent = `Total $${basketTotal(lines)}`;
  one('[data-basket-lines]').replaceChildren(...lines.map(lineElement));
}

function lineElement(line: BasketLine): HTMLElement {
  const item = document.createElement('li');
  const price = document.createElement('span');
  price.textContent = `$${line.price * line.count}`;
  item.append(line.count > 1 ? `${line.name} × ${line.count}` : line.name, price);
  return item;
}

/** The feature shows the lamp before the wall that the visitor picks. Pages without the feature have no walls. */
function wireWalls(): void {
  const tile = document.querySelector<HTMLElement>('[data-wall]');
  for (const choice of document.querySelectorAll<HTMLInputElement>('input[name="wall"]')) {
    choice.addEventListener('change', () => tile?.setAttribute('data-wall', choice.value));
  }
}
