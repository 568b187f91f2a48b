declare module '*.json?packed' {
  export const plurals: string;
  export const texts: Record<string, string>;
}
