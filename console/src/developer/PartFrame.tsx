import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../ui/Button.js';
import { EmptyState } from '../ui/EmptyState.js';
import { Notice } from '../ui/Notice.js';
import type { PartEditor } from './part-editor.js';

interface PartFrameProps {
  readonly editor: PartEditor<unknown>;
  readonly title: string;
  readonly lead: ComponentChildren;
  readonly children: () => ComponentChildren;
}

/** A part of the settings with its fields, and what happens to the draft. */
export function PartFrame({ editor, title, lead, children }: PartFrameProps): JSX.Element {
  const section = useRef<HTMLElement>(null);
  useEffect(() => void editor.load(), []);
  useEffect(() => {
    // The first field that has a problem, also where it lies in a part that was folded away.
    const bad = section.current?.querySelector<HTMLElement>('[aria-invalid=true]');
    bad?.closest('details')?.setAttribute('open', '');
    bad?.focus();
  }, [editor.problems.value]);
  const state = editor.state.value;
  return (
    <section class="panel part" ref={section} aria-labelledby="part-title">
      <h2 id="part-title" tabIndex={-1}>
        {title}
      </h2>
      <p class="lead">{lead}</p>
      {state.kind === 'loading' && <p role="status">Loading…</p>}
      {state.kind === 'failed' && (
        <EmptyState
          icon="cloudOff"
          title="This could not be loaded"
          actions={<Button onPress={() => void editor.load()}>Try again</Button>}
        >
          {state.message}
        </EmptyState>
      )}
      {state.kind === 'ready' && (
        <>
          {children()}
          <SaveBar editor={editor} />
        </>
      )}
    </section>
  );
}

function SaveBar({ editor }: { readonly editor: PartEditor<unknown> }): JSX.Element {
  const changed = editor.changed.value;
  const general = editor.problems.value[''] ?? editor.problems.value['value'] ?? editor.problems.value['value.keys'];
  return (
    <>
      {editor.refusal.value && (
        <Notice tone="bad" role="alert" action={<Button onPress={() => void editor.load()}>Show what is saved</Button>}>
          {editor.refusal.value}
        </Notice>
      )}
      {general && (
        <Notice tone="bad" role="alert">
          {general}
        </Notice>
      )}
      <div class="actions">
        <Button look="go" busy={editor.busy.value} locked={!changed} onPress={() => void editor.save()}>
          Save
        </Button>
        <Button locked={!changed || editor.busy.value} onPress={editor.undo}>
          Undo
        </Button>
      </div>
    </>
  );
}
