import { fillTemplate, nodesOf } from './templates.js';
import { areRows } from '../../../form/custom/template.js';
import { NOTES_FIELD, type Field } from '../../../form/fields.js';
import { readDefinition, type Row } from '../../../form/form-definition.js';
import { make } from '../../../ui/page-nodes.js';
import { drawControl, drawLabel } from './controls.js';
import type { ControlParts } from './named-control.js';

/** In the order of the vendor's form. */
const DEFAULT_ORDER: readonly string[] = ['firstname', 'lastname', 'phonenumber'];

export interface FormParts extends ControlParts {
  readonly definition: Record<string, unknown> | undefined;
  /** The row that asks when to call. */
  readonly when: HTMLElement;
}

/** Draws all rows into the site's wrapper, or a table. The question of when to call and the notes come last, unless the site places them. */
export function drawRows(parts: FormParts): Node[] {
  const { definition, document, form, translator, when } = parts;
  const layout = definition && readDefinition(definition, { resolve: translator.resolve, warn: () => undefined });
  const fieldOf = (name: string): Field | undefined => form.fields.find((field) => field.name === name);
  const rows: readonly Row[] = Array.isArray(definition?.['inputs']) ? (layout?.rows ?? []) : [];
  const named = rows.length > 0 ? rows.flatMap((row) => (row.kind === 'field' ? [row.field.name] : [])) : DEFAULT_ORDER;
  const rest = form.fields.filter(({ name }) => !named.includes(name) && name !== NOTES_FIELD);
  const notes = named.includes(NOTES_FIELD) ? undefined : fieldOf(NOTES_FIELD);

  const wrapper = layout?.wrapper === undefined ? [make(document, 'table', 'cx-form-table')] : nodesOf(layout.wrapper, document);
  const target = targetOf(wrapper, document);
  const inTable = target.localName === 'table' || target.localName === 'tbody';
  const add = (...nodes: readonly Node[]): void => target.append(...nodes);
  const plain = (field: Field): void => add(...plainRow(parts, field, inTable));
  for (const row of rows) {
    if (row.kind === 'when') add(asRow(when, inTable, document));
    else if (row.kind === 'html') add(...htmlRow(row, inTable, document));
    else {
      const field = fieldOf(row.field.name);
      if (field) add(...fieldRow(parts, field, row, inTable));
    }
  }
  if (rows.length === 0) for (const name of DEFAULT_ORDER) if (fieldOf(name)) plain(fieldOf(name) as Field);
  for (const field of rest) plain(field);
  if (!when.isConnected && !target.contains(when)) add(asRow(when, inTable, document));
  if (notes) plain(notes);
  return wrapper;
}

/** Where rows go in a wrapper: its last table, else its last element. */
function targetOf(wrapper: Node[], document: Document): Element {
  const elements = wrapper.filter((node): node is Element => node.nodeType === 1);
  const tables = elements.flatMap((element) => [...(element.localName === 'table' ? [element] : []), ...element.querySelectorAll('table')]);
  const found = tables.at(-1) ?? elements.at(-1);
  if (found) return found.querySelector('tbody') ?? found;
  const table = make(document, 'table', 'cx-form-table');
  wrapper.push(table);
  return table;
}

const asRow = (content: Node, inTable: boolean, document: Document): HTMLElement => {
  if (!inTable) return make(document, 'div', 'cx-form-row', content);
  const cell = make(document, 'td', '', content);
  cell.colSpan = 2;
  return make(document, 'tr', 'cx-form-row', cell);
};

function plainRow(parts: ControlParts, field: Field, inTable: boolean): Node[] {
  const { document } = parts;
  const control = drawControl(parts, field);
  if (field.type === 'hidden') return [inTable ? hiddenRow(control, document) : control];
  if (field.type === 'consent') return [asRow(control, inTable, document)];
  const label = drawLabel(parts, field);
  if (!inTable) return [make(document, 'div', 'cx-form-row', label, control)];
  return [make(document, 'tr', 'cx-form-row', make(document, 'th', '', label), make(document, 'td', '', control))];
}

function hiddenRow(control: HTMLElement, document: Document): HTMLElement {
  const row = asRow(control, true, document);
  row.hidden = true;
  return row;
}

function fieldRow(parts: ControlParts, field: Field, { extras }: Extract<Row, { kind: 'field' }>, inTable: boolean): Node[] {
  const { document } = parts;
  if (extras.wrapper === undefined || field.type === 'hidden') {
    const nodes = plainRow(parts, field, inTable);
    if (extras.span) (nodes[0] as Element).lastElementChild?.append(make(document, 'span', extras.span));
    return nodes;
  }
  const template = nodesOf(extras.wrapper, document);
  const control = drawControl(parts, field);
  const input = extras.span ? [control, make(document, 'span', extras.span)] : [control];
  fillTemplate(template, { label: field.label ? [drawLabel(parts, field)] : [], input });
  if (inTable || !areRows(template)) return template;
  return [make(document, 'table', 'cx-form-table', ...template)];
}

function htmlRow({ content }: Extract<Row, { kind: 'html' }>, inTable: boolean, document: Document): Node[] {
  const nodes = nodesOf(content, document);
  if (!inTable || areRows(nodes)) return nodes;
  return [asRow(make(document, 'div', '', ...nodes), true, document)];
}
