/** What a document declares, operation by operation, in the words of OpenAPI 3 whatever its version. */

import { fieldsOf, type Node, type Source } from "./source.ts";

export interface DeclaredParameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: Node | undefined;
}

export interface DeclaredContent {
  readonly mediaType: string;
  readonly schema: Node | undefined;
  /** OpenAPI 3.2, 4.14.1: the schema of each item of a stream. */
  readonly itemSchema: Node | undefined;
  /** The examples that the document gives, those of the schema not included. */
  readonly examples: readonly unknown[];
}

export interface DeclaredBody {
  readonly required: boolean;
  readonly content: readonly DeclaredContent[];
}

export interface DeclaredResponse {
  /** `200`, `2XX` or `default`. */
  readonly status: string;
  readonly content: readonly DeclaredContent[];
}

export interface DeclaredOperation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly DeclaredParameter[];
  readonly body: DeclaredBody | undefined;
  readonly responses: readonly DeclaredResponse[];
}

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/** Every operation under `paths`. */
export function operationsOf(source: Source): DeclaredOperation[] {
  const paths = source.follow(source.child(source.root, "paths"));
  return source
    .children(paths)
    .filter(([path]) => path.startsWith("/"))
    .flatMap(([path, entry]) => {
      const item = source.follow(entry);
      const own = source
        .children(item)
        .filter(([method]) => METHODS.includes(method))
        .map(([method, node]) => [method.toUpperCase(), node] as const);
      const additional = source.children(item, "additionalOperations");
      return [...own, ...additional]
        .filter(([, node]) => typeof node.value === "object" && node.value !== null)
        .map(([method, node]) => operationOf(source, method, path, item, source.follow(node)));
    });
}

function operationOf(
  source: Source,
  method: string,
  path: string,
  item: Node,
  node: Node,
): DeclaredOperation {
  const all = new Map<string, Node>();
  for (const owner of [item, node]) {
    for (const [, entry] of source.children(owner, "parameters")) {
      const parameter = source.follow(entry);
      const { name, in: place } = fieldsOf(parameter.value);
      all.set(`${String(place)} ${String(name)}`, parameter);
    }
  }
  const old = source.dialect === "2.0";
  const isBody = (each: Node): boolean =>
    old && /^(?:body|formData)$/.test(String(fieldsOf(each.value)["in"]));
  const parameters = [...all.values()].filter((each) => !isBody(each));
  const request = source.child(node, "requestBody");
  return {
    method,
    path,
    parameters: parameters.map((each) => parameterOf(source, each, old)),
    body: old
      ? oldBody(source, node, [...all.values()].filter(isBody))
      : request.value === undefined
        ? undefined
        : bodyOf(source, source.follow(request)),
    responses: source
      .children(node, "responses")
      .filter(([status]) => !status.startsWith("x-"))
      .map(([status, entry]) => {
        const response = source.follow(entry);
        const content = old ? oldContent(source, node, response) : contentOf(source, response);
        return { status: status.toUpperCase() === "DEFAULT" ? "default" : status, content };
      }),
  };
}

function parameterOf(source: Source, node: Node, old: boolean): DeclaredParameter {
  const { name, in: place, required } = fieldsOf(node.value);
  const [content] = contentOf(source, node);
  const schema = old ? node : (present(source.child(node, "schema")) ?? content?.schema);
  return { name: String(name), in: String(place), required: required === true, schema };
}

function bodyOf(source: Source, node: Node): DeclaredBody {
  return {
    required: fieldsOf(node.value)["required"] === true,
    content: contentOf(source, node),
  };
}

function contentOf(source: Source, owner: Node): DeclaredContent[] {
  return source.children(owner, "content").map(([mediaType, entry]) => {
    const node = source.follow(entry);
    const { example } = fieldsOf(node.value);
    const named = source.children(node, "examples").flatMap(([, each]) => {
      const { value, dataValue } = fieldsOf(source.follow(each).value);
      return dataValue ?? value ?? [];
    });
    return {
      mediaType,
      schema: present(source.child(node, "schema")),
      itemSchema: present(source.child(node, "itemSchema")),
      examples: [...(example === undefined ? [] : [example]), ...named],
    };
  });
}

/** Swagger 2.0: a parameter in the body is the body, those in form data are its properties. */
function oldBody(
  source: Source,
  operation: Node,
  parameters: readonly Node[],
): DeclaredBody | undefined {
  const [first] = parameters;
  if (first === undefined) return undefined;
  const whole = parameters.find((each) => fieldsOf(each.value)["in"] === "body");
  const none = { itemSchema: undefined, examples: [] };
  if (whole !== undefined) {
    const schema = present(source.child(whole, "schema"));
    const types = mediaTypes(source, operation, "consumes", ["application/json"]);
    const content = types.map((mediaType) => ({ mediaType, schema, ...none }));
    return { required: fieldsOf(whole.value)["required"] === true, content };
  }
  const fields = parameters.map((each) => fieldsOf(each.value));
  const required = fields.filter((each) => each["required"] === true);
  const value = {
    type: "object",
    properties: Object.fromEntries(
      fields.map(({ required: _, ...each }) => [String(each["name"]), each]),
    ),
    required: required.map(({ name }) => name),
  };
  const schema = { ...source.child(operation, "parameters"), value };
  const fallback = fields.some(({ type }) => type === "file")
    ? "multipart/form-data"
    : "application/x-www-form-urlencoded";
  const types = mediaTypes(source, operation, "consumes", [fallback]);
  return {
    required: required.length > 0,
    content: types.map((mediaType) => ({ mediaType, schema, ...none })),
  };
}

function oldContent(source: Source, operation: Node, response: Node): DeclaredContent[] {
  const schema = present(source.child(response, "schema"));
  if (schema === undefined) return [];
  const examples = fieldsOf(fieldsOf(response.value)["examples"]);
  return mediaTypes(source, operation, "produces", ["application/json"]).map((mediaType) => ({
    mediaType,
    schema,
    itemSchema: undefined,
    examples: examples[mediaType] === undefined ? [] : [examples[mediaType]],
  }));
}

function mediaTypes(
  source: Source,
  operation: Node,
  field: string,
  fallback: readonly string[],
): readonly string[] {
  for (const owner of [operation, source.root]) {
    const types = fieldsOf(owner.value)[field];
    if (Array.isArray(types) && types.length > 0) return types.map(String);
  }
  return fallback;
}

function present(node: Node): Node | undefined {
  return node.value === undefined ? undefined : node;
}
