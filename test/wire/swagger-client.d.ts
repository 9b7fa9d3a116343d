/** The part of it that these tests use; it has no types of its own. */
declare module "swagger-client" {
  interface Built {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string | FormData;
  }

  const SwaggerClient: {
    buildRequest(options: {
      readonly spec: object;
      readonly operationId: string;
      readonly parameters?: object;
      readonly requestBody?: unknown;
      readonly requestContentType?: string;
    }): Built;
  };
  export default SwaggerClient;
}
