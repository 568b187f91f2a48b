import { useSignal, useSignalEffect } from '@preact/signals';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { Icon } from '../ui/Icon.js';
import { useKit } from '../ui/kit.js';
import { namedCountries, searchCountries } from './country-search.js';
import { flagOf, type Country } from './countries.js';

export interface CountryListProps {
  id: string;
  current: Country;
  onChoose(country: Country): void;
  /** Left without a choice. */
  onLeave(): void;
}

/** Search over a listbox, laid over the panel: the focus stays in the search, arrows move the marked option. */
export function CountryList({ id, current, onChoose, onLeave }: CountryListProps) {
  const { translator, announce } = useKit();
  const all = useMemo(() => namedCountries(translator.lang), [translator]);
  const query = useSignal('');
  const found = searchCountries(all, query.value);
  const marked = useSignal(
    Math.max(
      0,
      all.findIndex(({ country }) => country === current),
    ),
  );
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const search = useRef<HTMLInputElement>(null);

  useLayoutEffect(() => {
    list.current?.children[marked.peek()]?.scrollIntoView?.({ block: 'center' });
    search.current?.focus();
  }, []);
  useSignalEffect(() => list.current?.children[marked.value]?.scrollIntoView?.({ block: 'nearest' }));

  const choose = (at: number): void => {
    const entry = found[at];
    if (entry) onChoose(entry.country);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const last = found.length - 1;
    const targets: Record<string, number> = {
      ArrowDown: Math.min(last, marked.value + 1),
      ArrowUp: Math.max(0, marked.value - 1),
      PageDown: Math.min(last, marked.value + 8),
      PageUp: Math.max(0, marked.value - 8),
    };
    const target = targets[event.key];
    if (target !== undefined) marked.value = target;
    else if (event.key === 'Enter') choose(marked.value);
    else if (event.key === 'Escape') onLeave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onInput = (event: { currentTarget: HTMLInputElement }): void => {
    query.value = event.currentTarget.value;
    marked.value = 0;
    const { length } = searchCountries(all, query.value);
    announce(length > 0 ? translator.plural('ringback.ResultsFound', length) : translator.text('ringback.CountryNone'));
  };
  const onFocusOut = (event: FocusEvent): void => {
    if (event.relatedTarget && !box.current?.contains(event.relatedTarget as Node)) onLeave();
  };

  return (
    <div class="countries" ref={box} onFocusOut={onFocusOut} onKeyDown={onKeyDown}>
      <div class="field search">
        <button type="button" class="tool" aria-label={translator.text('ringback.Back')} onClick={onLeave}>
          <Icon name="back" />
        </button>
        <input
          ref={search}
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={found.length > 0 ? `${id}-${marked.value}` : undefined}
          aria-label={translator.text('ringback.CountrySearch')}
          placeholder={translator.text('ringback.CountrySearch')}
          autocomplete="off"
          spellcheck={false}
          value={query.value}
          onInput={onInput}
        />
      </div>
      {found.length === 0 && <p class="none">{translator.text('ringback.CountryNone')}</p>}
      <ul id={`${id}-list`} ref={list} role="listbox" aria-label={translator.text('ringback.CountrySearch')} tabIndex={-1}>
        {found.map(({ country, name }, at) => (
          <li
            key={country.region}
            id={`${id}-${at}`}
            role="option"
            aria-selected={country === current}
            class={at === marked.value ? 'marked' : undefined}
            onClick={() => choose(at)}
            onPointerMove={() => (marked.value = at)}
          >
            <span class="flag" aria-hidden="true">
              {flagOf(country.region)}
            </span>
            <span>{name}</span>
            <bdi dir="ltr">+{country.code}</bdi>
          </li>
        ))}
      </ul>
    </div>
  );
}
