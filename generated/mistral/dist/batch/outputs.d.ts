import type { AssistantMessage } from "./messages.js";
/**
 * What an endpoint answers to a request that succeeds, by the endpoint of its batch. Answers are passed on as they come:
 * they may have more than is listed here.
 */
export interface BatchOutputs {
  "/v1/chat/completions": ChatCompletion;
  "/v1/embeddings": Embeddings;
  "/v1/fim/completions": ChatCompletion;
  "/v1/moderations": Moderation;
  "/v1/chat/moderations": Moderation;
  "/v1/ocr": OcrDocument;
  "/v1/classifications": Classification;
  "/v1/chat/classifications": Classification;
  "/v1/conversations": Conversation;
  "/v1/audio/transcriptions": Transcription;
}
/** What was used, in tokens. */
export interface TokenUsage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
}
export interface ChatCompletion {
  id: string;
  object: string;
  model: string;
  /** Unix seconds. */
  created: number;
  choices: {
    index: number;
    message: AssistantMessage;
    finish_reason: "stop" | "length" | "model_length" | "error" | "tool_calls" | (string & {});
  }[];
  usage: TokenUsage;
}
export interface Embeddings {
  id: string;
  object: string;
  model: string;
  /** One vector per input, in their order. With `encoding_format: "base64"` it is text. */
  data: {
    object: string;
    index: number;
    embedding: number[] | string;
  }[];
  usage: TokenUsage;
}
export interface Moderation {
  id: string;
  model: string;
  /** One per input, in their order. */
  results: {
    categories: {
      [category: string]: boolean;
    };
    /** From 0 to 1. */
    category_scores: {
      [category: string]: number;
    };
  }[];
}
export interface Classification {
  id: string;
  model: string;
  /** One per input, in their order: by the name of the target, the scores of its labels. */
  results: {
    [target: string]: {
      scores: {
        [label: string]: number;
      };
    };
  }[];
}
export interface OcrDocument {
  model: string;
  pages: OcrPage[];
  /** JSON text in the form that was asked for. */
  document_annotation?: string | null;
  usage_info: {
    pages_processed: number;
    doc_size_bytes?: number | null;
  };
}
export interface OcrPage {
  /** From 0. */
  index: number;
  markdown: string;
  images: OcrImage[];
  tables?: {
    id: string;
    content: string;
    format: "markdown" | "html";
  }[];
  hyperlinks?: string[];
  header?: string | null;
  footer?: string | null;
  /** In pixels. */
  dimensions: {
    dpi: number;
    height: number;
    width: number;
  } | null;
  blocks?:
    | {
        type: string;
        [name: string]: unknown;
      }[]
    | null;
  confidence_scores?: {
    [name: string]: unknown;
  } | null;
}
/** An image of a page and where it stands, in pixels. */
export interface OcrImage {
  id: string;
  top_left_x: number | null;
  top_left_y: number | null;
  bottom_right_x: number | null;
  bottom_right_y: number | null;
  image_base64?: string | null;
  /** JSON text in the form that was asked for. */
  image_annotation?: string | null;
}
export interface Conversation {
  conversation_id: string;
  /** Messages, calls of functions, and whatever else happened, told apart by `type`. */
  outputs: {
    type?: string;
    [name: string]: unknown;
  }[];
  usage: Partial<TokenUsage>;
}
export interface Transcription {
  model: string;
  text: string;
  language: string | null;
  /** Times are seconds. */
  segments?: {
    text: string;
    start: number;
    end: number;
    score?: number | null;
    speaker_id?: string | null;
  }[];
  usage: TokenUsage;
}
