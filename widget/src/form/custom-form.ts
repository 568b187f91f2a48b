/* What a site's own form, or a signed identity, needs beyond the default form; loaded where there is one. */
import type { Environment } from '../environment.js';
import { englishVendor } from '../i18n/english-vendor.js';
import type { Translator } from '../i18n/translate.js';
import { ConsentField } from './custom/ConsentField.js';
import { consentText } from './custom/consent-text.js';
import { createFormComponent } from './custom/CustomForm.js';
import css from './custom/custom-form.css?inline';
import { createFieldChecks } from './custom/field-checks.js';
import { createFixedPhone, createTextOrFixed, type Why } from './custom/FixedField.js';
import { judgeValue } from './custom/judge-value.js';
import { RadioField } from './custom/RadioField.js';
import { readIdentity, withIdentity } from './custom/signed-identity.js';
import { areRows, hasPlaceholder, nodesOf, type Template } from './custom/template.js';
import type { FieldRegistry } from './field-registry.js';
import { PHONE_FIELD, type Field } from './fields.js';
import { readDefinition, type FormLayout, type Row } from './form-definition.js';
import type { OpenForm } from './open-form.js';

export interface CustomFormParts {
  /** `callback.form` or `formJSON`. */
  readonly definition: Record<string, unknown> | undefined;
  /** WI12: a signed token. */
  readonly identity: string | undefined;
  readonly environment: Environment;
  readonly translator: Translator;
  /** What validators get as `CXBus` where the page has none. */
  readonly bus: unknown;
}

/** Reads what the site says of the form of one opening. */
export async function openCustomForm({ definition, identity, environment, translator, bus }: CustomFormParts): Promise<OpenForm> {
  const warn = (message: string): undefined => {
    environment.warn(message);
  };
  translator.add(englishVendor);
  const layout = readDefinition(definition, { resolve: translator.resolve, warn });
  const known = identity === undefined ? {} : readIdentity(identity);
  if (!known) warn('callback.identity is not a signed token (JWT); it is ignored');
  const rows = layout.rows.map((row): Row =>
    row.kind === 'field' ? { ...row, field: withIdentity([row.field], known ?? {})[0] ?? row.field } : row,
  );
  const checked = rows.flatMap((row) => (row.kind === 'field' ? [row] : []));
  const fields = checked.map(({ field }) => field);
  const checks = createFieldChecks({ fields: checked, environment, bus });
  const consents = fields.filter((field) => field.type === 'consent');
  return {
    fields,
    custom: {
      attach: checks.attach,
      ...(definition && { Form: createFormComponent({ rows, checks, ...laidOut({ ...layout, rows }, environment) }) }),
      drawings: drawingsOf(fields, { text: await whyOf(fields, translator), below: fields.find(({ fixed }) => fixed)?.name }),
      css,
      judge: judgeValue,
      check: checks.run,
      record: (form) =>
        Object.fromEntries(
          consents.flatMap((field) => (form.value(field.name) === 'true' ? [[`${field.name}Text`, consentText(field)]] : [])),
        ),
    },
  };
}

/** Words that only sites fetch which sign for their visitors; without them the locks have to do. */
async function whyOf(fields: readonly Field[], translator: Translator): Promise<string> {
  if (!fields.some(({ fixed }) => fixed)) return '';
  try {
    return (await import('../i18n/identity-texts.js')).identityText('Why', translator);
  } catch {
    return '';
  }
}

const drawingsOf = (fields: readonly Field[], why: Why): FieldRegistry => ({
  text: createTextOrFixed(why),
  radio: RadioField,
  consent: ConsentField,
  ...(fields.some(({ name, fixed }) => fixed && name === PHONE_FIELD) && { phone: createFixedPhone(why) }),
});

/** The site's templates as nodes; one without a place for the control is not used. */
function laidOut({ rows, wrapper }: FormLayout, { document, warn }: Environment) {
  const templates = new Map<string, readonly Node[]>();
  for (const row of rows) {
    if (row.kind !== 'field' || row.extras.wrapper === undefined) continue;
    const nodes = nodesOf(row.extras.wrapper, document);
    if (hasPlaceholder(nodes, 'input')) templates.set(row.field.name, nodes);
    else warn(`The wrapper of the field "${row.field.name}" has no {input}; it is left out`);
  }
  const isTable = [...templates.values()].some(areRows);
  return { templates, wrapper: wrapper === undefined ? [] : wrapperOf(wrapper, document, isTable) };
}

/** A form's wrapper with `{inputs}` in it: where it says so, else at the end of its last element, as the vendor's does. */
function wrapperOf(wrapper: Template, document: Document, isTable: boolean): readonly Node[] {
  const nodes = nodesOf(wrapper, document);
  if (hasPlaceholder(nodes, 'inputs')) return nodes;
  const last = nodes.filter((node): node is Element => node.nodeType === 1).at(-1);
  // The vendor's own wrapper: an empty table is no layout, unless rows of one are to stand in it.
  const isEmptyTable = last?.localName === 'table' && last.textContent?.trim() === '';
  if (last && (isTable || !isEmptyTable)) {
    (last.querySelector('tbody') ?? last).append('{inputs}');
    return nodes;
  }
  return [...nodes.filter((node) => node !== last), document.createTextNode('{inputs}')];
}
