/** A piece of a message, told apart by `type`. */
export type ContentChunk =
  | TextChunk
  | ImageChunk
  | DocumentChunk
  | FileChunk
  | AudioChunk
  | ThinkingChunk
  | ReferenceChunk;
export interface TextChunk {
  type: "text";
  text: string;
}
export interface ImageChunk {
  type: "image_url";
  /** An https URL, or a `data:` URL with the image itself. */
  image_url:
    | string
    | {
        url: string;
        detail?: "low" | "auto" | "high" | null;
      };
}
export interface DocumentChunk {
  type: "document_url";
  document_url: string;
  document_name?: string | null;
}
export interface FileChunk {
  type: "file";
  /** The id of an uploaded file. */
  file_id: string;
}
export interface AudioChunk {
  type: "input_audio";
  /** A URL, or the audio itself in base64. */
  input_audio: string;
}
export interface ThinkingChunk {
  type: "thinking";
  thinking: (
    | TextChunk
    | ReferenceChunk
    | {
        type: string;
        [name: string]: unknown;
      }
  )[];
  signature?: string | null;
  closed?: boolean;
}
export interface ReferenceChunk {
  type: "reference";
  reference_ids: (number | string)[];
}
export interface SystemMessage {
  role: "system";
  content: string | (TextChunk | ThinkingChunk)[];
}
export interface UserMessage {
  role: "user";
  content: string | ContentChunk[] | null;
}
export interface AssistantMessage {
  role: "assistant";
  content?: string | ContentChunk[] | null;
  tool_calls?: ToolCall[] | null;
  /** In a request: the answer begins with this message. */
  prefix?: boolean;
}
export interface ToolMessage {
  role: "tool";
  content: string | ContentChunk[] | null;
  tool_call_id?: string | null;
  name?: string | null;
}
export type ChatMessage = SystemMessage | UserMessage | AssistantMessage | ToolMessage;
export interface ToolCall {
  id?: string;
  type?: "function";
  function: {
    name: string;
    /** JSON text, or the object that it stands for. */
    arguments:
      | string
      | {
          [name: string]: unknown;
        };
  };
  index?: number;
}
export interface FunctionTool {
  type?: "function";
  function: {
    name: string;
    description?: string;
    strict?: boolean;
    /** A JSON Schema. */
    parameters: {
      [name: string]: unknown;
    };
  };
}
/** A tool that the server brings along, such as `web_search`, `code_interpreter` or `document_library`. */
export interface BuiltInTool {
  type: string;
  [name: string]: unknown;
}
export type ToolChoice =
  | "auto"
  | "none"
  | "any"
  | "required"
  | {
      type?: "function";
      function: {
        name: string;
      };
    };
/** The form of an answer. */
export interface ResponseFormat {
  type?: "text" | "json_object" | "json_schema";
  json_schema?: {
    name: string;
    description?: string | null;
    /** A JSON Schema. */
    schema: {
      [name: string]: unknown;
    };
    strict?: boolean;
  } | null;
}
/** Text that the answer is expected to have, so that it comes faster. */
export interface Prediction {
  type?: "content";
  content?: string;
}
export type ReasoningEffort = "none" | "minimal" | "low" | "medium" | "high" | "xhigh";
