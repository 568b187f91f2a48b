import type { ComponentChildren } from 'preact';
import { FieldFrame, described } from '../../ui/FieldFrame.js';
import { Icon } from '../../ui/Icon.js';
import type { FieldProps } from '../field-registry.js';
import type { SelectOption } from '../fields.js';
import { useMark } from './TextField.js';

/** The browser's own list: every phone shows it well. */
export function SelectField({ field, form, error }: FieldProps<'select'>) {
  const { id, name } = field;
  return (
    <FieldFrame id={id} label={field.label} mark={useMark(field.required)} error={error}>
      <div class={error ? 'field select bad' : 'field select'}>
        <select
          id={id}
          name={name}
          required={field.required}
          disabled={field.readOnly}
          {...described(id, error)}
          value={form.value(name)}
          onChange={(event) => form.setValue(name, event.currentTarget.value)}
        >
          {renderOptions(field.options)}
        </select>
        <Icon name="down" />
      </div>
    </FieldFrame>
  );
}

/** A `group` entry is the heading of those up to the next one. */
function renderOptions(options: readonly SelectOption[]): ComponentChildren {
  const isGroup = ({ group }: SelectOption): boolean => group;
  const first = options.findIndex(isGroup);
  const alone = first < 0 ? options : options.slice(0, first);
  const groups: Array<{ heading: SelectOption; members: SelectOption[] }> = [];
  for (const option of options.slice(alone.length)) {
    if (isGroup(option)) groups.push({ heading: option, members: [] });
    else groups.at(-1)?.members.push(option);
  }
  const draw = ({ value, text }: SelectOption) => (
    <option key={value} value={value}>
      {text}
    </option>
  );
  return (
    <>
      {alone.map(draw)}
      {groups.map(({ heading, members }) => (
        <optgroup key={heading.text} label={heading.text}>
          {members.map(draw)}
        </optgroup>
      ))}
    </>
  );
}
