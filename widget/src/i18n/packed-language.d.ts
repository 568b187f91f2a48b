declare module '*/parts.json?packed' {
  export const parts: readonly string[];
}
declare module '*.json?packed' {
  export const pack: string;
}
