// The TypeScript that ts-morph carries, so that a bundler can leave out what is not used. As it is, it would keep nearly all:
// each value that is computed when the module is loaded might have an effect, and what registers itself mentions the type checker.

import ts from "typescript";

/** Gives nodes the methods that ts-morph calls. No other effect is needed. */
const EFFECT = "setObjectAllocator(getServicesObjectAllocator());";

/** An object of all messages of the compiler, of which a parser has few. */
const MESSAGES = "Diagnostics";

/** How TypeScript says what it exports: by an object of functions that return it. */
const EXPORTS = "__export(typescript_exports, ";

/** What is mentioned and nothing of ours reaches: what type-checks, compiles and looks for files. */
const UNREACHED = [
  "createProgram",
  "formatDiagnosticsWithColorAndContext",
  "getDefaultLibFileName",
  "getPreEmitDiagnostics",
  "parseConfigFileTextToJson",
  "parseJsonConfigFileContent",
  "resolveModuleName",
  "transform",
];

/** For what is reached, and nothing of ours asks anything: a language service for each project, and what a type checker makes. */
const STAND_INS = new Map([
  ["createLanguageService", "() => ({})"],
  ["SignatureObject", "undefined"],
  ["SymbolObject", "undefined"],
  ["TypeObject", "undefined"],
]);

/**
 * The names that modules take from TypeScript, which they call `ts`.
 *
 * @param {readonly string[]} texts of the modules.
 */
export function namesInUse(texts) {
  /** @type {Set<string>} */
  const names = new Set();
  for (const text of texts) {
    for (const [, name = ""] of text.matchAll(/\bts(?:__namespace)?\.(\w+)/g)) names.add(name);
    for (const [, list = ""] of text.matchAll(/\{([\w\s,]+)\} = ts;/g))
      for (const [name] of list.matchAll(/\w+/g)) names.add(name);
  }
  for (const name of UNREACHED) names.delete(name);
  return names;
}

/**
 * @param {string} text of a `typescript.js`: a function around all modules in one.
 * @param {ReadonlySet<string>} names of wanted exports; what is no name of one is passed over.
 * @returns {string} an ES module whose default export has these, and in which nothing that is computed counts as an effect.
 */
export function shakable(text, names) {
  const file = ts.createSourceFile("typescript.js", text, ts.ScriptTarget.ES2022);
  const statements = statementsIn(file);
  const texts = statements.map((statement) => statement.getText(file));
  const exported = texts.find((each) => each.startsWith(EXPORTS));
  if (exported === undefined || !texts.includes(EFFECT))
    throw new Error(`TypeScript no longer has \`${EFFECT}\` and \`${EXPORTS}…)\``);

  /** @type {Map<string, string>} What gives something to a variable, by its name. */
  const gifts = new Map();
  for (const each of texts) {
    const target = targetOf(each);
    if (target !== undefined) gifts.set(target, `${gifts.get(target) ?? ""}${each}\n`);
  }
  const declarations = statements.flatMap((statement) => declarationsIn(statement, file));
  for (const name of STAND_INS.keys()) {
    if (!declarations.some((declaration) => declaration.name === name))
      throw new Error(`TypeScript no longer has \`${name}\``);
  }
  const lines = declarations.map((each) => declare(each, gifts.get(each.name), file));
  return [...lines, EFFECT, `export default { ${exportsIn(exported, names).join(", ")} };`]
    .join("\n")
    .replace(new RegExp(`\\b${MESSAGES}\\.`, "g"), `${MESSAGES}_`);
}

/**
 * Those of the one function in the file, which has nothing else.
 *
 * @param {ts.SourceFile} file
 */
function statementsIn(file) {
  for (const statement of file.statements) {
    if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression))
      continue;
    const called = statement.expression.expression;
    const bundle = ts.isParenthesizedExpression(called) ? called.expression : called;
    if (ts.isArrowFunction(bundle) && ts.isBlock(bundle.body)) return bundle.body.statements;
  }
  throw new Error("TypeScript is no longer one function");
}

/**
 * The variable that gets something: in `name.property = value`, in `__export(name, …)` and in `(… => …)(name || (name = {}))`.
 *
 * @param {string} statement
 */
function targetOf(statement) {
  const [, name] =
    /^(\w+)(?:\.\w+)+ = /.exec(statement) ??
    /^__export\((\w+), /.exec(statement) ??
    /^\(\(\w+\) => \{[^]*\}\)\((\w+) \|\| \(\1 = \{\}\)\);$/.exec(statement) ??
    [];
  return name;
}

/**
 * @typedef {object} Declaration
 * @property {string} name
 * @property {string} text
 * @property {ts.Expression} [value] Absent of a function and of a variable that gets its value later.
 */

/**
 * @param {ts.Statement} statement
 * @param {ts.SourceFile} file
 * @returns {readonly Declaration[]}
 */
function declarationsIn(statement, file) {
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement))
    return [{ name: statement.name?.text ?? "", text: statement.getText(file) }];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.map(({ name, initializer: value }) => {
    const variable = name.getText(file);
    const text =
      value === undefined ? `var ${variable};` : `var ${variable} = ${value.getText(file)};`;
    return { name: variable, text, ...(value === undefined ? {} : { value }) };
  });
}

/**
 * @param {Declaration} declaration
 * @param {string | undefined} gifts
 * @param {ts.SourceFile} file
 * @returns {string}
 */
function declare({ name, text, value }, gifts, file) {
  const standIn = STAND_INS.get(name);
  if (standIn !== undefined) return `var ${name} = ${standIn};`;
  if (name === MESSAGES) return messages(value, file).join("\n");
  if (gifts !== undefined) return pure(name, `{ ${text}\n${gifts} return ${name}; }`);
  return value === undefined ? text : pure(name, `(${value.getText(file)})`);
}

/**
 * @param {string} name
 * @param {string} body of a function that computes the value.
 */
function pure(name, body) {
  return `var ${name} = /* @__PURE__ */ (() => ${body})();`;
}

/**
 * A variable for each.
 *
 * @param {ts.Expression | undefined} object
 * @param {ts.SourceFile} file
 */
function messages(object, file) {
  if (object === undefined || !ts.isObjectLiteralExpression(object))
    throw new Error("the messages of TypeScript are no longer an object");
  const { properties } = object;
  return properties
    .filter(ts.isPropertyAssignment)
    .map((each) => pure(`${MESSAGES}_${each.name.getText(file)}`, each.initializer.getText(file)));
}

/**
 * @param {string} statement
 * @param {ReadonlySet<string>} names
 */
function exportsIn(statement, names) {
  return [...statement.matchAll(/^ +(\w+): \(\) => (\w+)/gm)]
    .filter(([, name = ""]) => names.has(name))
    .map(([, name, value]) => `${name}: ${value}`);
}
