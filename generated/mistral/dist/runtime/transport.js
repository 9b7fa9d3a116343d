/** Sends requests by a `fetch`. */
export function viaFetch(fetch) {
  return async ({ url, content, method, headers, redirect }, { signal }) => {
    const response = await fetch(url, {
      method,
      headers,
      redirect,
      signal,
      ...(content === undefined ? {} : { body: content }),
      ...(content instanceof ReadableStream ? { duplex: "half" } : {}),
    });
    return {
      status: response.status,
      type: response.type,
      url: response.url,
      ...collectHeaders(response.headers),
      body: response.body?.getReader(),
    };
  };
}
/** @param pairs - Names and values, in the order in which they came. */
export function collectHeaders(pairs) {
  const headers = Object.create(null);
  let setCookie;
  for (const [name, value] of pairs) {
    if (name === "set-cookie") {
      (setCookie ??= []).push(value);
      continue;
    }
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before}, ${value}`;
  }
  return {
    headers,
    setCookie,
  };
}
