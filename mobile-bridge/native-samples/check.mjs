/*
 * Compiles the native samples with what this machine has: `node mobile-bridge/native-samples/check.mjs`. Says what was compiled against
 * what, and what was skipped and why; ends with 1 when something that could be compiled did not.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'ringback-native-'));

/** As much of Android as the sample uses, signatures as documented; only for machines without an SDK. */
const ANDROID = {
  'android/content/ActivityNotFoundException': 'public class ActivityNotFoundException extends RuntimeException {}',
  'android/content/Context': `public abstract class Context {
    public static final int MODE_PRIVATE = 0;
    public abstract SharedPreferences getSharedPreferences(String name, int mode);
    public abstract void startActivity(Intent intent);
  }`,
  'android/content/Intent': `public class Intent {
    public static final String ACTION_DIAL = "android.intent.action.DIAL";
    public static final int FLAG_ACTIVITY_NEW_TASK = 0x10000000;
    public Intent(String action, android.net.Uri uri) {}
    public Intent addFlags(int flags) { return this; }
  }`,
  'android/content/SharedPreferences': `public interface SharedPreferences {
    String getString(String key, String otherwise);
    Editor edit();
    interface Editor { Editor putString(String key, String value); void apply(); }
  }`,
  'android/net/Uri': 'public abstract class Uri { public static Uri parse(String text) { return null; } }',
  'android/webkit/JavascriptInterface': `@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
  @java.lang.annotation.Target({java.lang.annotation.ElementType.METHOD}) public @interface JavascriptInterface {}`,
  'android/webkit/ValueCallback': 'public interface ValueCallback<T> { void onReceiveValue(T value); }',
  'android/webkit/WebView': `public class WebView {
    public android.content.Context getContext() { return null; }
    public boolean post(Runnable action) { return true; }
    public void addJavascriptInterface(Object object, String name) {}
    public void evaluateJavascript(String script, ValueCallback<String> callback) {}
  }`,
  'org/json/JSONException': 'public class JSONException extends Exception {}',
  'org/json/JSONObject': `public class JSONObject {
    public static final Object NULL = new Object();
    public JSONObject() {}
    public JSONObject(String json) throws JSONException {}
    public JSONObject(java.util.Map copyFrom) {}
    public JSONObject put(String name, int value) throws JSONException { return this; }
    public JSONObject put(String name, Object value) throws JSONException { return this; }
    public int optInt(String name) { return 0; }
    public String optString(String name) { return ""; }
    public JSONObject optJSONObject(String name) { return null; }
    public boolean isNull(String name) { return true; }
    public static String quote(String text) { return text; }
  }`,
};

const say = (line) => void process.stdout.write(`${line}\n`);
const has = (tool, ...args) => spawnSync(tool, args, { stdio: 'ignore' }).status === 0;

/** @returns {{ ok: boolean, text: string }} */
function run(tool, args) {
  const { status, stdout, stderr } = spawnSync(tool, args, { encoding: 'utf8' });
  return { ok: status === 0, text: `${stdout ?? ''}${stderr ?? ''}` };
}

function androidJar() {
  const platforms = join(process.env.ANDROID_HOME ?? process.env.ANDROID_SDK_ROOT ?? '', 'platforms');
  const newest = existsSync(platforms)
    ? readdirSync(platforms)
        .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
        .at(-1)
    : undefined;
  return newest && join(platforms, newest, 'android.jar');
}

function writeStubs() {
  const folder = join(work, 'stubs');
  for (const [name, source] of Object.entries(ANDROID)) {
    const file = join(folder, `${name}.java`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `package ${dirname(name).replaceAll('/', '.')};\n${source}\n`);
  }
  return folder;
}

function kotlin() {
  if (!has('kotlinc', '-version')) return { skipped: 'no kotlinc here (Debian: apt-get install kotlin)' };
  const jar = androidJar();
  const android = jar ? ['-classpath', jar] : [writeStubs()];
  const done = run('kotlinc', [join(here, 'kotlin', 'RingbackBridge.kt'), ...android, '-d', join(work, 'kotlin')]);
  return { ...done, against: jar ?? 'stubs of the Android classes that it uses; set ANDROID_HOME for the real ones' };
}

function swift() {
  const sample = join(here, 'swift', 'RingbackBridge.swift');
  if (process.platform === 'darwin' && has('xcrun', '--sdk', 'iphoneos', '--show-sdk-path'))
    return {
      ...run('xcrun', ['--sdk', 'iphoneos', 'swiftc', '-typecheck', '-target', 'arm64-apple-ios14.0', sample]),
      against: 'the SDK of iOS',
    };
  if (!has('swiftc', '--version')) return parsedSwift(sample);
  return { ...run('swiftc', ['-frontend', '-parse', sample]), against: 'nothing: only its syntax, for UIKit is on macOS only' };
}

/** Its grammar alone: a name or a type that is wrong is not seen. */
function parsedSwift(sample) {
  const parts = join(here, 'swift', 'node_modules');
  if (!existsSync(join(parts, 'tree-sitter-swift')))
    return { skipped: 'no swiftc here, and UIKit is on macOS only; a parser of Swift is not installed (its README says how)' };
  const load = createRequire(join(here, 'swift', 'package.json'));
  const [Parser, grammar] = [load('tree-sitter'), load('tree-sitter-swift')];
  const parser = new Parser();
  parser.setLanguage(grammar);
  const wrong = [];
  const look = (node) => {
    if (node.isError || node.isMissing)
      wrong.push(`line ${node.startPosition.row + 1}: ${node.isMissing ? 'missing' : 'not expected'} ${node.type}`);
    for (const child of node.children) look(child);
  };
  look(parser.parse(readFileSync(sample, 'utf8')).rootNode);
  return {
    ok: wrong.length === 0,
    text: wrong.join('\n'),
    against: 'the grammar of Swift (tree-sitter): only its syntax, for UIKit is on macOS only',
  };
}

function reactNative() {
  const folder = join(here, 'react-native');
  const isWhole = existsSync(join(folder, 'node_modules', 'react-native-webview'));
  const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
  return {
    ...run(process.execPath, [tsc, '-p', isWhole ? folder : join(folder, 'tsconfig.used-types.json')]),
    against: isWhole
      ? 'React Native and the libraries that it names'
      : 'the types of what it uses of them (used-types.d.ts); its README says how to install the real ones',
  };
}

let failed = 0;
try {
  for (const [name, check] of Object.entries({ kotlin, swift, 'react-native': reactNative })) {
    const { skipped, ok, text, against } = check();
    say(skipped === undefined ? `${ok ? 'ok     ' : 'FAILED '} ${name}, against ${against}` : `skipped ${name}: ${skipped}`);
    if (ok === false) {
      failed += 1;
      say(text.trim().replace(/^/gm, '        '));
    }
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = failed > 0 ? 1 : 0;
