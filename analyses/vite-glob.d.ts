/** The one thing of the bundler that the registry uses; said here so that no browser types come in with it. */
interface ImportMeta {
  glob<T>(
    pattern: string | readonly string[],
    options: { readonly eager: true; readonly import?: string; readonly query?: string },
  ): Record<string, T>
  glob<T>(
    pattern: string | readonly string[],
    options: { readonly eager?: false; readonly import?: string; readonly query?: string },
  ): Record<string, () => Promise<T>>
}
