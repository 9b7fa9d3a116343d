import type {
  AssistantMessage,
  BuiltInTool,
  ChatMessage,
  DocumentChunk,
  FileChunk,
  FunctionTool,
  ImageChunk,
  Prediction,
  ReasoningEffort,
  ResponseFormat,
  SystemMessage,
  ToolChoice,
  ToolMessage,
  UserMessage,
} from "./messages.js";
/** The body of a request, by the endpoint of its batch. */
export interface BatchBodies {
  "/v1/chat/completions": ChatCompletionBody;
  "/v1/embeddings": EmbeddingBody;
  "/v1/fim/completions": FimCompletionBody;
  "/v1/moderations": TextClassificationBody;
  "/v1/chat/moderations": ChatModerationBody;
  "/v1/ocr": OcrBody;
  "/v1/classifications": TextClassificationBody;
  "/v1/chat/classifications": ChatClassificationBody;
  "/v1/conversations": ConversationBody;
  "/v1/audio/transcriptions": TranscriptionBody;
}
/** An endpoint that batches can be sent to. */
export type BatchEndpoint = keyof BatchBodies;
/** What the bodies of all endpoints have. */
interface ModelBody {
  /** May be left out if the batch names the model. */
  model?: string | null;
}
/** How text is made. */
interface Sampling {
  /** Low values make the answer predictable, high ones make it varied. */
  temperature?: number | null;
  /** Only the likeliest tokens that make up this share of the probability are considered, from 0 to 1. */
  top_p?: number | null;
  max_tokens?: number | null;
  /** The answer ends before any of these texts. */
  stop?: string | string[] | null;
  /** The same seed gives the same answer to the same request. */
  random_seed?: number | null;
}
/** What text is made from, beside its messages. */
interface Generation extends Sampling {
  response_format?: ResponseFormat | null;
  presence_penalty?: number | null;
  frequency_penalty?: number | null;
  prediction?: Prediction | null;
  reasoning_effort?: ReasoningEffort | null;
}
export interface ChatCompletionBody extends ModelBody, Generation {
  messages: ChatMessage[];
  tools?: (FunctionTool | BuiltInTool)[] | null;
  tool_choice?: ToolChoice;
  parallel_tool_calls?: boolean;
  /** How many answers to make. */
  n?: number | null;
  /** Whether a safety prompt goes before the messages. */
  safe_prompt?: boolean;
  prompt_mode?: "reasoning" | null;
  prompt_cache_key?: string | null;
  guardrails?:
    | {
        [name: string]: unknown;
      }[]
    | null;
  metadata?: {
    [name: string]: unknown;
  } | null;
  /** Batches have whole answers only. */
  stream?: false;
}
export interface FimCompletionBody extends ModelBody, Sampling {
  /** The code before the gap. */
  prompt: string;
  /** The code after it. */
  suffix?: string | null;
  min_tokens?: number | null;
  prompt_cache_key?: string | null;
  metadata?: {
    [name: string]: unknown;
  } | null;
  /** Batches have whole answers only. */
  stream?: false;
}
export interface EmbeddingBody extends ModelBody {
  input: string | string[];
  /** How many numbers a vector has; not all models let this be chosen. */
  output_dimension?: number | null;
  output_dtype?: "float" | "int8" | "uint8" | "binary" | "ubinary";
  encoding_format?: "float" | "base64";
  metadata?: {
    [name: string]: unknown;
  } | null;
}
/** Texts that are to be moderated or classified, each on its own. */
export interface TextClassificationBody extends ModelBody {
  input: string | string[];
  metadata?: {
    [name: string]: unknown;
  } | null;
}
/** A conversation, or several, of which the last message is moderated. */
export interface ChatModerationBody extends ModelBody {
  input: ChatMessage[] | ChatMessage[][];
}
export interface ChatClassificationBody extends ModelBody {
  input: ClassifiedConversation | ClassifiedConversation[];
}
/** A conversation that is classified as a whole. */
export interface ClassifiedConversation {
  messages: (SystemMessage | UserMessage | AssistantMessage | ToolMessage)[];
}
export interface OcrBody extends ModelBody {
  document: DocumentChunk | ImageChunk | FileChunk;
  /** Pages counted from 0, as a list, or as text like `0-3,7`. All if not given. */
  pages?: number[] | string | null;
  include_image_base64?: boolean | null;
  /** The largest number of images to extract. */
  image_limit?: number | null;
  /** The smallest height and width of images to extract, in pixels. */
  image_min_size?: number | null;
  /** The form of what is said about each image. */
  bbox_annotation_format?: ResponseFormat | null;
  /** The form of what is said about the document. */
  document_annotation_format?: ResponseFormat | null;
  document_annotation_prompt?: string | null;
  /** Tables are given apart from the page, in this format, instead of within its Markdown. */
  table_format?: "markdown" | "html" | null;
  extract_header?: boolean;
  extract_footer?: boolean;
  include_blocks?: boolean;
  confidence_scores_granularity?: "word" | "page" | "block" | null;
}
export interface ConversationBody extends ModelBody {
  inputs: string | ConversationEntry[];
  /** The agent that answers, in place of a model. */
  agent_id?: string | null;
  agent_version?: string | number | null;
  instructions?: string | null;
  tools?: (FunctionTool | BuiltInTool)[] | null;
  completion_args?:
    | (Generation & {
        tool_choice?: ToolChoice;
      })
    | null;
  name?: string | null;
  description?: string | null;
  /** Whether the server keeps the conversation. */
  store?: boolean | null;
  handoff_execution?: "client" | "server" | null;
  guardrails?:
    | {
        [name: string]: unknown;
      }[]
    | null;
  metadata?: {
    [name: string]: unknown;
  } | null;
  /** Batches have whole answers only. */
  stream?: false | null;
}
/** A message of a conversation, or another entry such as the result of a function. */
export type ConversationEntry =
  | {
      type?: "message.input";
      role: "user" | "assistant";
      content: string | object[];
    }
  | {
      type: string;
      [name: string]: unknown;
    };
/** Audio by its URL, or by the id of an uploaded file. */
export interface TranscriptionBody extends ModelBody {
  file_url?: string | null;
  file_id?: string | null;
  /** Its language, such as `en`; recognised if not given. */
  language?: string | null;
  temperature?: number | null;
  /** Whether speakers are told apart. */
  diarize?: boolean;
  /** Words that are likely to occur. */
  context_bias?: string[];
  timestamp_granularities?: ("segment" | "word")[];
  /** Batches have whole answers only. */
  stream?: false;
}
export {};
