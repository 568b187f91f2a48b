import { useSignal } from '@preact/signals';
import { login, type Welcome } from '@ringback/contract';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import * as v from 'valibot';
import { failureText } from '../api/request-failure.js';
import { useApp } from '../console-app.js';
import { Button } from '../ui/Button.js';
import { Icon } from '../ui/Icon.js';
import { Notice } from '../ui/Notice.js';
import { TextField } from '../ui/TextField.js';

type DemoLogin = NonNullable<Welcome['demoLogin']>;
type FieldProblems = Partial<Record<'username' | 'password', string>>;
const USERNAME_MAX = 128;
const PASSWORD_MAX = 1024;

interface LoginPageProps {
  /** Why the user sees this page, when they didn't ask for it. */
  readonly notice: string | undefined;
  readonly lastUsername: string | undefined;
}

export function LoginPage({ notice, lastUsername }: LoginPageProps): JSX.Element {
  const app = useApp();
  const form = useLoginForm(lastUsername ?? '');
  useEffect(() => app.environment.showTitle('Sign in - Ringback console'), []);
  const demo = app.session.welcome.value?.demoLogin;
  return (
    <main class="gate">
      <div class="login">
        <div class="brand">
          <span class="brand-mark">
            <Icon name="phone" />
          </span>
          Ringback
        </div>
        <h1>Sign in to the console</h1>
        {notice && (
          <Notice tone="info" role="status">
            {notice}
          </Notice>
        )}
        <LoginForm form={form} autoFocus={lastUsername ? 'password' : 'username'} />
      </div>
      {demo && <DemoCard demo={demo} busy={form.busy.value} onUse={() => void form.use(demo)} />}
    </main>
  );
}

/** The demo's own user. The server names it only while the built-in demo configuration runs. */
function DemoCard({ demo, busy, onUse }: { readonly demo: DemoLogin; readonly busy: boolean; readonly onUse: () => void }): JSX.Element {
  return (
    <section class="demo" aria-labelledby="demo-title">
      <h2 id="demo-title">This is the demo</h2>
      <p>Anybody may look around with this login. It is shown only while the demo configuration runs.</p>
      <dl>
        <dt>Username</dt>
        <dd>{demo.username}</dd>
        <dt>Password</dt>
        <dd>{demo.password}</dd>
      </dl>
      <Button locked={busy} onPress={onUse}>
        Use it
      </Button>
    </section>
  );
}

type LoginFormState = ReturnType<typeof useLoginForm>;

function useLoginForm(startUsername: string) {
  const app = useApp();
  const username = useSignal(startUsername);
  const password = useSignal('');
  const busy = useSignal(false);
  const problems = useSignal<FieldProblems>({});
  const refusal = useSignal<string | undefined>(undefined);

  const submit = async (): Promise<void> => {
    if (busy.value) return;
    refusal.value = undefined;
    problems.value = fieldProblems(username.value, password.value);
    if (Object.keys(problems.value).length > 0) return;
    busy.value = true;
    try {
      await app.session.signIn(username.value, password.value);
    } catch (error) {
      refusal.value = failureText(error);
      password.value = '';
    } finally {
      busy.value = false;
    }
  };

  const use = (demo: DemoLogin): Promise<void> => {
    username.value = demo.username;
    password.value = demo.password;
    return submit();
  };
  return { username, password, busy, problems, refusal, submit, use };
}

function fieldProblems(username: string, password: string): FieldProblems {
  const parsed = v.safeParse(login, { username, password });
  if (parsed.success) return {};
  const { nested = {} } = v.flatten<typeof login>(parsed.issues);
  return {
    ...(nested.username && { username: `The username ${nested.username[0]}.` }),
    ...(nested.password && { password: `The password ${nested.password[0]}.` }),
  };
}

function LoginForm({ form, autoFocus }: { readonly form: LoginFormState; readonly autoFocus: 'username' | 'password' }): JSX.Element {
  const element = useRef<HTMLFormElement>(null);
  const focus = (name: string): void => element.current?.querySelector<HTMLInputElement>(`[name=${name}]`)?.focus();
  useEffect(() => focus(autoFocus), []);
  useEffect(() => {
    if (form.problems.value.username) focus('username');
    else if (form.problems.value.password || form.refusal.value) focus('password');
  }, [form.problems.value, form.refusal.value]);
  return (
    <form
      ref={element}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
    >
      {form.refusal.value && (
        <Notice tone="bad" role="alert">
          {form.refusal.value}
        </Notice>
      )}
      <TextField
        label="Username"
        name="username"
        autoComplete="username"
        maxLength={USERNAME_MAX}
        value={form.username}
        problem={form.problems.value.username}
      />
      <TextField
        label="Password"
        name="password"
        secret
        autoComplete="current-password"
        maxLength={PASSWORD_MAX}
        value={form.password}
        problem={form.problems.value.password}
      />
      <button type="submit" class="button go big" aria-disabled={form.busy.value} aria-busy={form.busy.value}>
        {form.busy.value && <span class="spinner" />}
        <span>Sign in</span>
      </button>
    </form>
  );
}
