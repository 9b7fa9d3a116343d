/** @type {import("openapi-triptych").Config} */
export default {
  clients: [
    {
      spec: "spec/mistral.yaml",
      overlays: ["spec/mistral.overlay.yaml"],
      templates: ["templates/mistral"],
      out: "generated/mistral",
      name: "mistral-batch-files",
    },
  ],
};
