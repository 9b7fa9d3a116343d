/** The line comments that a source begins with: compilers drop them where the import below them goes. */
export function headerOf(source: string): string {
  return /^(?:\/\/.*\r?\n)+/.exec(source)?.[0] ?? "";
}

export function headed(code: string, header: string): string {
  return code.startsWith(header) ? code : `${header}\n${code}`;
}
