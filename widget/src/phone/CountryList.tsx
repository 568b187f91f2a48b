import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { Icon } from '../ui/Icon.js';
import { useKit } from '../ui/kit.js';
import { useSignal } from '../ui/signals.js';
import { namedCountries, searchCountries, type NamedCountry } from './country-search.js';
import { flagOf, type Country } from './countries.js';

export interface CountryListProps {
  id: string;
  current: Country;
  onChoose(country: Country): void;
  /** Left without a choice. */
  onLeave(): void;
}

/** Options that a page key moves by. */
const PAGE = 8;

/** What is looked for, what fits it, and which of them is marked. */
function useSearch(current: Country) {
  const { translator, announce } = useKit();
  const all = useMemo(() => namedCountries(translator.lang), [translator]);
  const query = useSignal('');
  const marked = useSignal(
    Math.max(
      0,
      all.findIndex(({ country }) => country.region === current.region),
    ),
  );
  const found = searchCountries(all, query.value);
  const move = (key: string): boolean => {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE };
    const step = steps[key];
    if (step !== undefined) marked.value = Math.max(0, Math.min(found.length - 1, marked.value + step));
    return step !== undefined;
  };
  const search = (text: string): void => {
    query.value = text;
    marked.value = 0;
    const { length } = searchCountries(all, text);
    announce(length > 0 ? translator.plural('ringback.ResultsFound', length) : translator.text('ringback.CountryNone'));
  };
  return { query, marked, found, move, search };
}

/** Search over a listbox, laid over the panel: the focus stays in the search, arrows move the marked option. */
export function CountryList({ id, current, onChoose, onLeave }: CountryListProps) {
  const { text } = useKit().translator;
  const { query, marked, found, move, search } = useSearch(current);
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => {
    list.current?.children[marked.peek()]?.scrollIntoView?.({ block: 'center' });
    box.current?.querySelector('input')?.focus();
  }, []);
  // With every drawing: the looks that make it a list may come after it.
  useLayoutEffect(() => list.current?.children[marked.value]?.scrollIntoView?.({ block: 'nearest' }));

  const choose = (entry: NamedCountry | undefined): void => entry && onChoose(entry.country);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') choose(found[marked.value]);
    else if (event.key === 'Escape') onLeave();
    else if (!move(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onFocusOut = (event: FocusEvent): void => {
    if (event.relatedTarget && !box.current?.contains(event.relatedTarget as Node)) onLeave();
  };
  return (
    <div class="countries" ref={box} onFocusOut={onFocusOut} onKeyDown={onKeyDown}>
      <div class="field search">
        <button type="button" class="tool" aria-label={text('ringback.Back')} onClick={onLeave}>
          <Icon name="back" />
        </button>
        <SearchField
          list={`${id}-list`}
          active={found.length > 0 ? `${id}-${marked.value}` : undefined}
          value={query.value}
          onSearch={search}
        />
      </div>
      {found.length === 0 && <p class="none">{text('ringback.CountryNone')}</p>}
      <ul id={`${id}-list`} ref={list} role="listbox" aria-label={text('ringback.CountrySearch')} tabIndex={-1}>
        {found.map((entry, at) => (
          <CountryOption
            key={entry.country.region}
            id={`${id}-${at}`}
            entry={entry}
            selected={entry.country.region === current.region}
            marked={at === marked.value}
            onChoose={() => choose(entry)}
            onMark={() => void (marked.value = at)}
          />
        ))}
      </ul>
    </div>
  );
}

function SearchField({
  list,
  active,
  value,
  onSearch,
}: {
  list: string;
  active: string | undefined;
  value: string;
  onSearch(text: string): void;
}) {
  const label = useKit().translator.text('ringback.CountrySearch');
  return (
    <input
      type="text"
      role="combobox"
      aria-expanded="true"
      aria-controls={list}
      aria-autocomplete="list"
      aria-activedescendant={active}
      aria-label={label}
      placeholder={label}
      autocomplete="off"
      spellcheck={false}
      value={value}
      onInput={(event) => onSearch(event.currentTarget.value)}
    />
  );
}

interface CountryOptionProps {
  id: string;
  entry: NamedCountry;
  selected: boolean;
  marked: boolean;
  onChoose(): void;
  onMark(): void;
}

function CountryOption({ id, entry: { country, name }, selected, marked, onChoose, onMark }: CountryOptionProps) {
  return (
    <li id={id} role="option" aria-selected={selected} class={marked ? 'marked' : undefined} onClick={onChoose} onPointerMove={onMark}>
      <span class="flag" aria-hidden="true">
        {flagOf(country.region)}
      </span>
      <span>{name}</span>
      <bdi dir="ltr">+{country.code}</bdi>
    </li>
  );
}
