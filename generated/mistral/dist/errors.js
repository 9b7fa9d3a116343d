/** The errors of all clients. */
export {
  ApiError,
  AuthenticationError,
  BadRequestError,
  CancelledError,
  ClientError,
  ConflictError,
  ConnectionError,
  InternalServerError,
  NotFoundError,
  ParameterError,
  PermissionDeniedError,
  RateLimitError,
  ResponseParseError,
  TimeoutError,
  UnprocessableEntityError,
  UnsupportedMediaTypeError,
} from "./runtime/errors.js";
