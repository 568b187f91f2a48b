import type { ComponentChildren, ComponentType } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { KitContext, useKit } from '../../ui/kit.js';
import type { FieldProps, FieldRegistry } from '../field-registry.js';
import type { FieldType } from '../fields.js';
import type { Row } from '../form-definition.js';
import { FormFields } from '../FormFields.js';
import type { CustomFormProps } from '../open-form.js';
import type { FieldChecks } from './field-checks.js';
import { HtmlPart } from './HtmlPart.js';
import { areRows, fillNodes } from './template.js';

export interface CustomFormDeps {
  readonly rows: readonly Row[];
  /** What stands around the rows, `{inputs}` in it. */
  readonly wrapper: readonly Node[];
  /** Rows as the site lays them out, by name of their field. */
  readonly templates: ReadonlyMap<string, readonly Node[]>;
  readonly checks: FieldChecks;
}

/** How a row is drawn; `table`: it can only stand in one. */
interface Part {
  readonly table: boolean;
  readonly content: ComponentChildren;
}

/** A component that draws a site's own form. Made once for an opening, so that what is typed stays where it is. */
export function createFormComponent({ rows, wrapper, templates, checks }: CustomFormDeps): ComponentType<CustomFormProps> {
  const registryOf = createRows({ rows, templates, checks });
  return function CustomForm({ form, registry, when }: CustomFormProps) {
    const root = useRef<HTMLDivElement>(null);
    useLayoutEffect(() => {
      if (root.current) checks.attach(root.current, form);
    });
    const own = registryOf(registry);
    const parts = inRuns(rows, templates).map((run): Part => {
      const [first] = run;
      if (first?.kind === 'html') return { table: false, content: <HtmlPart content={first.content} /> };
      if (first?.kind !== 'field') return { table: false, content: when };
      const fields = run.flatMap((row) => (row.kind === 'field' ? [row.field] : []));
      const template = templates.get(first.field.name);
      return { table: template !== undefined && areRows(template), content: <FormFields fields={fields} form={form} registry={own} /> };
    });
    const hasWhen = rows.some(({ kind }) => kind === 'when');
    return (
      <div class="custom" ref={root}>
        {wrapper.length > 0 ? fillNodes(wrapper, { inputs: inPlace(parts, holdsRows(wrapper)) }) : inPlace(parts, false)}
        {!hasWhen && when}
      </div>
    );
  };
}

/** Fields without a layout of their own stand together: two short names share a line. */
function inRuns(rows: readonly Row[], templates: CustomFormDeps['templates']): Row[][] {
  const isPlain = (row: Row | undefined): boolean => row?.kind === 'field' && !templates.has(row.field.name);
  const runs: Row[][] = [];
  for (const row of rows) {
    const last = runs.at(-1);
    if (last && isPlain(row) && isPlain(last[0])) last.push(row);
    else runs.push([row]);
  }
  return runs;
}

/** Rows of a table get one around them, and in a table all others get a row. */
function inPlace(parts: readonly Part[], inTable: boolean): ComponentChildren {
  if (inTable) {
    return parts.map(({ table, content }, at) =>
      table ? (
        content
      ) : (
        <tr key={at}>
          <td colSpan={9}>{content}</td>
        </tr>
      ),
    );
  }
  return (
    <div class="rows">
      {parts.map(({ table, content }, at) =>
        table ? (
          <table key={at} role="presentation">
            <tbody>{content}</tbody>
          </table>
        ) : (
          content
        ),
      )}
    </div>
  );
}

const holdsRows = (wrapper: readonly Node[]): boolean =>
  wrapper.some(
    (node) => /^(table|tbody)$/.test('localName' in node ? String(node.localName) : '') && Boolean(node.textContent?.includes('{inputs}')),
  );

/** Drawings that put the site's layout, an element for its scripts, and the news of a running check around each field. */
function createRows({ rows, templates, checks }: Pick<CustomFormDeps, 'rows' | 'templates' | 'checks'>) {
  const spans = new Map(rows.flatMap((row) => (row.kind === 'field' ? [[row.field.name, row.extras.span] as const] : [])));
  let current: FieldRegistry = {};
  const Row = (props: FieldProps) => {
    const { name, type } = props.field;
    const kit = useKit();
    // The registry is keyed by the type that the field names.
    const Drawing = current[type] as ComponentType<FieldProps>;
    const template = templates.get(name);
    const span = spans.get(name);
    const below = (
      <>
        {span && <span class={span} />}
        {checks.busy.value.has(name) && (
          <p class="below checking" role="status">
            <i class="spin" aria-hidden="true" />
            <span>{kit.translator.text('ringback.Checking')}</span>
          </p>
        )}
      </>
    );
    if (!template || type === 'hidden') {
      return (
        <>
          <Drawing {...props} />
          {below}
        </>
      );
    }
    const frame: typeof kit.frame = ({ label, control }) =>
      fillNodes(template, {
        label,
        input: (
          <>
            {control}
            {below}
          </>
        ),
      });
    return (
      <KitContext.Provider value={{ ...kit, frame }}>
        <Drawing {...props} />
      </KitContext.Provider>
    );
  };
  return (registry: FieldRegistry): FieldRegistry => {
    current = registry;
    const types = Object.keys(registry) as FieldType[];
    return Object.fromEntries(types.map((type) => [type, Row])) as FieldRegistry;
  };
}
