// src/runtime/transport.ts
function viaFetch(fetch) {
  return async ({ url, content, method, headers, redirect }, { signal }) => {
    const response = await fetch(url, {
      method,
      headers,
      redirect,
      signal,
      ...(content === void 0 ? {} : { body: content }),
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
function collectHeaders(pairs) {
  const headers = /* @__PURE__ */ Object.create(null);
  let setCookie;
  for (const [name, value] of pairs) {
    if (name === "set-cookie") {
      (setCookie ??= []).push(value);
      continue;
    }
    const before = headers[name];
    headers[name] = before === void 0 ? value : `${before}, ${value}`;
  }
  return { headers, setCookie };
}

export { viaFetch, collectHeaders };
