/** The repository of the guide to monorepos, with what only its readers have: two documents, an overlay, a template, an application. */

const schema = (name: string): string => `openapi: 3.1.0
info: { title: ${name}, version: 1.0.0 }
servers: [{ url: https://${name}.example.com }]
paths:
  /${name}:
    get:
      operationId: list-all
      tags: [${name}]
      responses:
        "200":
          description: all of them
          content:
            application/json:
              schema: { type: array, items: { $ref: "types.yaml#/Item" } }
`;

/** A document of two files and an overlay. */
export const documentFiles = (name: string, at: string): Readonly<Record<string, string>> => ({
  [`${at}spec/openapi.yaml`]: schema(name),
  [`${at}spec/types.yaml`]:
    "Item:\n  type: object\n  required: [id]\n  properties: { id: { type: integer } }\n",
  [`${at}spec/overlay.yaml`]: `overlay: 1.0.0
info: { title: Names, version: 1.0.0 }
actions:
  - target: $.paths['/${name}'].get
    update: { x-triptych: { stem: ${name}.list } }
`,
});

/**
 * @param shown the files that the guide shows.
 * @returns these, with a second package that is made as the first is, and what they need.
 */
export function monorepo(
  shown: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const pets = Object.entries(shown)
    .filter(([path]) => path.startsWith("packages/orders/"))
    .map(([path, text]) => [path, text].map((each) => each.replaceAll("orders", "pets")));
  return {
    ...shown,
    ...Object.fromEntries(pets),
    ...documentFiles("orders", "packages/orders/"),
    ...documentFiles("pets", "packages/pets/"),
    "templates/LICENSE.hbs": "All rights reserved.\n",
    ".prettierrc": "{}\n",
    ".editorconfig": "root = true\n\n[*]\nindent_style = space\n",
    "packages/orders/.editorconfig": "[*]\nindent_size = 2\n",
    "apps/shop/tsconfig.json": JSON.stringify({
      compilerOptions: { module: "nodenext", strict: true, rootDir: "src", outDir: "dist" },
      include: ["src"],
    }),
    "apps/shop/src/index.ts": [
      'import { createClient } from "@acme/orders";',
      'import { createSyncClient } from "@acme/orders/sync";',
      'import { ApiError } from "@acme/orders/errors";',
      'import type { Item } from "@acme/orders/types";',
      "export const first = async (): Promise<Item | undefined> =>",
      "  (await createClient({}).orders.list())[0];",
      "export const all = (): Item[] => createSyncClient({}).orders.list();",
      "export const isOurs = (error: unknown): boolean => error instanceof ApiError;",
      "",
    ].join("\n"),
  };
}
