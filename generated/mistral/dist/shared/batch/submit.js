import {
  ApiError,
  CancelledError,
  ClientError,
  ConnectionError,
  InternalServerError,
  LineSplitter,
  ParameterError,
  RateLimitError,
  ResponseParseError,
  TimeoutError,
  isObject,
  isThenable,
  readErrorBody,
} from "../runtime/errors.js";

// src/batch/steps.ts
function* ask(request) {
  return yield request;
}

// src/batch/patience.ts
var firstDelay = 500;
var longestDelay = 6e4;
var patience = 10;
function delayAfter(error, attempt, attempts3) {
  if (attempt >= attempts3 || !isPassing(error)) return void 0;
  const asked = ApiError.is(error) ? error.retryAfterMs : void 0;
  if (asked === void 0) return Math.min(firstDelay * 2 ** (attempt - 1), longestDelay);
  return asked > longestDelay ? void 0 : asked;
}
function isPassing(error) {
  return (
    ConnectionError.is(error) ||
    (TimeoutError.is(error) && error.phase !== "wait") ||
    InternalServerError.is(error) ||
    RateLimitError.is(error) ||
    (ApiError.is(error) && error.status === 408)
  );
}
function* persist(request, attempts3 = patience) {
  for (let attempt = 1; ; attempt++) {
    try {
      return yield* ask(request);
    } catch (error) {
      const ms = delayAfter(error, attempt, attempts3);
      if (ms === void 0) throw error;
      yield { kind: "sleep", ms };
    }
  }
}

// src/batch/files.ts
function inputsOf({ fileId, job }) {
  return fileId === void 0 ? (job?.input_files ?? []) : [fileId];
}
function* cleanUp({ settings }, part) {
  if (settings.cleanUp === "none") return;
  const { job } = part;
  const results = settings.cleanUp === "all" ? [job?.output_file, job?.error_file] : [];
  for (const fileId of [...inputsOf(part), ...results])
    if (fileId != null) yield* deleteFile(fileId);
}
function* deleteFile(fileId) {
  try {
    yield* persist({ kind: "delete", fileId }, 4);
    return true;
  } catch (error) {
    if (!ClientError.is(error) || CancelledError.is(error)) throw error;
    return false;
  }
}

// src/batch/ids.ts
var wordsPerKey = 3;
var pieceLength = 4096;
var fill = 0.75;
var factors = [2654435761, 2246822519, 3266489917];
var IdTable = class {
  #pieces = [];
  #seeds = [seed(), seed(), seed()];
  #key = [0, 0, 0];
  /** The numbers of the ids, plus 1, at the places that their keys say, or at the next free ones. */
  #places = new Uint32Array(64);
  #size = 0;
  /** How many ids there are. */
  get size() {
    return this.#size;
  }
  /** Adds an id. If it is there already its number is returned, and nothing is added. */
  add(id) {
    this.#digest(id);
    const place = this.#placeOfKey();
    const found = this.#places[place] ?? 0;
    if (found !== 0) return found - 1;
    const number = this.#size++;
    const at = (number % pieceLength) * wordsPerKey;
    if (at === 0) this.#pieces.push(new Uint32Array(pieceLength * wordsPerKey));
    this.#pieces.at(-1)?.set(this.#key, at);
    this.#places[place] = number + 1;
    if (this.#size > this.#places.length * fill) this.#grow();
    return void 0;
  }
  /** The number of an id, counted from 0; undefined if it was not added. */
  find(id) {
    this.#digest(id);
    const found = this.#places[this.#placeOfKey()] ?? 0;
    return found === 0 ? void 0 : found - 1;
  }
  #digest(id) {
    let [a, b, c] = this.#seeds;
    for (let index = 0; index < id.length; index++) {
      const unit = id.charCodeAt(index);
      a = Math.imul(a ^ unit, factors[0]);
      b = Math.imul(b ^ unit, factors[1]);
      c = Math.imul(c ^ unit, factors[2]);
      a = (a << 13) | (a >>> 19);
      b = (b << 11) | (b >>> 21);
      c = (c << 17) | (c >>> 15);
    }
    this.#key[0] = mixed(a ^ id.length);
    this.#key[1] = mixed(b + a);
    this.#key[2] = mixed(c ^ b);
  }
  /** The place of the key, or the free one where it would stand. */
  #placeOfKey() {
    const [a, b, c] = this.#key;
    const mask = this.#places.length - 1;
    for (let place = a & mask; ; place = (place + 1) & mask) {
      const found = this.#places[place] ?? 0;
      if (found === 0) return place;
      const piece = this.#pieces[Math.floor((found - 1) / pieceLength)];
      const at = ((found - 1) % pieceLength) * wordsPerKey;
      if (piece?.[at] === a && piece[at + 1] === b && piece[at + 2] === c) return place;
    }
  }
  #grow() {
    const places = new Uint32Array(this.#places.length * 2);
    const mask = places.length - 1;
    for (let number = 0; number < this.#size; number++) {
      const piece = this.#pieces[Math.floor(number / pieceLength)];
      let place = (piece?.[(number % pieceLength) * wordsPerKey] ?? 0) & mask;
      while (places[place] !== 0) place = (place + 1) & mask;
      places[place] = number + 1;
    }
    this.#places = places;
  }
};
function seed() {
  return Math.floor(Math.random() * 2 ** 32);
}
function mixed(word) {
  let bits = word ^ (word >>> 16);
  bits = Math.imul(bits, 569420461);
  bits ^= bits >>> 15;
  bits = Math.imul(bits, 1935289751);
  return (bits ^ (bits >>> 15)) >>> 0;
}
var NumberSet = class {
  #bits = new Uint8Array(64);
  has(number) {
    return (((this.#bits[number >>> 3] ?? 0) >>> (number & 7)) & 1) === 1;
  }
  add(number) {
    const at = number >>> 3;
    if (at >= this.#bits.length) {
      const bits = new Uint8Array(Math.max(at + 1, this.#bits.length * 2));
      bits.set(this.#bits);
      this.#bits = bits;
    }
    this.#bits[at] = (this.#bits[at] ?? 0) | (1 << (number & 7));
  }
};
function numberIn(id) {
  const number = Number(id);
  return Number.isSafeInteger(number) && number >= 0 && String(number) === id ? number : void 0;
}

// src/batch/lines.ts
var beginning = 200;
function* readLines(fileId, each) {
  let read = 0;
  for (let failures = 0; ;) {
    try {
      const file = yield* ask({ kind: "open", fileId });
      const lines = new Lines(file.maxLineLength);
      let at = 0;
      try {
        for (let isOver = false; !isOver;) {
          const turn = yield* ask({ kind: "chunk", file });
          isOver = turn.done === true;
          for (const line of turn.done === true ? lines.end() : lines.push(turn.value)) {
            if (at++ < read) continue;
            read = at;
            failures = 0;
            const step = line.isCut || line.text.trim() !== "" ? each(line) : void 0;
            if (step !== void 0) yield step;
          }
        }
        return;
      } finally {
        yield { kind: "close", file };
      }
    } catch (error) {
      const ms = delayAfter(error, ++failures, patience);
      if (ms === void 0) throw error;
      yield { kind: "sleep", ms };
    }
  }
}
var Lines = class {
  #splitter = new LineSplitter();
  #longest;
  /** The beginning of a line that is too long, until its end has come. */
  #cut;
  constructor(longest) {
    this.#longest = longest;
  }
  *push(chunk) {
    for (const line of this.#splitter.push(chunk)) yield this.#line(line);
    if (this.#splitter.length <= this.#longest) return;
    this.#cut ??= this.#beginningOf(this.#splitter.rest);
    this.#splitter.drop();
  }
  *end() {
    const [last = ""] = this.#splitter.end();
    if (last !== "" || this.#cut !== void 0) yield this.#line(last);
  }
  #line(text) {
    const cut = this.#cut;
    this.#cut = void 0;
    if (cut === void 0 && text.length <= this.#longest) return { text, isCut: false };
    return { text: cut ?? this.#beginningOf(text), isCut: true };
  }
  /** The same wherever the chunks end. */
  #beginningOf(line) {
    return line.slice(0, Math.min(beginning, this.#longest));
  }
};

// src/batch/results.ts
var noHeaders = { get: () => null };
function readLine(raw) {
  let value;
  try {
    value = JSON.parse(raw);
  } catch {
    return { id: void 0, reason: "not_json" };
  }
  return interpretLine(value);
}
function interpretLine(value) {
  if (!isObject(value)) return { id: void 0, reason: "not_json" };
  const { custom_id: id, response, error } = value;
  if (typeof id !== "string") return { id: void 0, reason: "no_id" };
  const { status_code: code, body } = isObject(response) ? response : {};
  const status = typeof code === "number" ? code : void 0;
  const hasFailed = (error ?? "") !== "" || (status ?? 0) >= 400;
  if (!hasFailed && body !== void 0) return { id, output: body };
  const said = readErrorBody(error ?? void 0, noHeaders);
  const answered = readErrorBody(body, noHeaders);
  const fallback = status === void 0 ? "the line has no answer" : `the status is ${status}`;
  return {
    id,
    error: {
      message: said.message ?? answered.message ?? fallback,
      code: said.code ?? answered.code,
      type: said.type ?? answered.type,
      status,
      body,
    },
  };
}

// src/batch/collect.ts
function* follow(run, part) {
  const job = yield* persist({ kind: "wait", part });
  part.isOver = true;
  run.saw(part, job);
}
function* collect(run, part) {
  yield* learnIds(run, part);
  const { output_file, error_file, succeeded_requests = 0 } = part.job ?? {};
  for (const fileId of [output_file, error_file]) {
    if (fileId == null) continue;
    try {
      yield* readLines(fileId, (line) => ({ kind: "give", value: run.join(part, line) }));
    } catch (error) {
      if (!isGone(error)) throw error;
      part.gone.push(fileId);
    }
  }
  if (output_file == null && (succeeded_requests > 0 || error_file == null)) {
    yield* collectOutputs(run, part);
  }
  yield* collectMissing(run, part);
  part.isCollected = true;
  part.ids = void 0;
  part.inline = void 0;
  run.requests?.forget();
  run.report();
  yield { kind: "save" };
  yield* cleanUp(run, part);
}
function* collectOutputs(run, part) {
  const { outputs } = yield* persist({ kind: "get", jobId: part.jobId ?? "", inline: true });
  for (const output of outputs ?? []) {
    const line = interpretLine(output);
    const index = line.id === void 0 ? void 0 : run.find(part, line.id);
    if (index !== void 0 && !run.isMissing(index)) continue;
    yield { kind: "give", value: run.joinLine(part, line, JSON.stringify(output)) };
  }
}
function* collectMissing(run, part) {
  if (part.found === part.count) return;
  let index = part.offset;
  const knownId = (at) =>
    part.inline?.[at - part.offset]?.custom_id ??
    (run.usesNumbersAsIds ? String(at) : run.requests?.idAt(at));
  if (knownId(index) === void 0) {
    try {
      for (const fileId of inputsOf(part)) {
        yield* readLines(fileId, (line) => {
          const at = index++;
          if (at >= part.end || !run.isMissing(at)) return void 0;
          return { kind: "give", value: run.missing(part, at, idIn(line.text)) };
        });
      }
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  for (; index < part.end; index++) {
    if (run.isMissing(index))
      yield { kind: "give", value: run.missing(part, index, knownId(index)) };
  }
}
function* learnIds(run, part) {
  if (run.requests !== void 0 || (run.usesNumbersAsIds && part.hasCount)) return;
  const files = inputsOf(part);
  const missing = "its requests cannot be read back: give them once more as requests";
  if (files.length === 0) {
    const why = `the job ${part.jobId} was created without a file, and ${missing}`;
    throw new ParameterError("requests", why);
  }
  const ids = new IdTable();
  let count2 = 0;
  try {
    for (const fileId of files) {
      yield* readLines(fileId, (line) => {
        for (let id = idIn(line.text) ?? ""; ids.add(id) !== void 0 || id === "";)
          id = `\0${count2}`;
        count2++;
        return void 0;
      });
    }
  } catch (error) {
    if (!isGone(error)) throw error;
    const why = `the file of the job ${part.jobId} is gone, and ${missing}`;
    throw new ParameterError("requests", why, { cause: error });
  }
  part.ids = ids;
  part.count = count2;
  part.hasCount = true;
}
function idIn(line) {
  try {
    const { custom_id: id } = JSON.parse(line);
    return typeof id === "string" ? id : void 0;
  } catch {
    return void 0;
  }
}
function isGone(error) {
  return ApiError.is(error) && (error.status === 404 || error.status === 410);
}

// src/batch/create.ts
var attempts = 4;
var looks = [500, 1500, 3e3];
var looksAfterTimeout = [500, 1500, 3e3, 25e3, 3e4];
var clockMargin = 60;
function* create(run, part) {
  const { fileId, inline } = part;
  const source = fileId === void 0 ? { requests: [...(inline ?? [])] } : { input_files: [fileId] };
  if (run.params === void 0) throw new TypeError("a job cannot be created without params");
  const params = { ...run.params, ...source };
  for (let attempt = 1; ; attempt++) {
    let job;
    try {
      part.isInDoubt = true;
      job = yield* ask({ kind: "create", params });
    } catch (error) {
      const isRefused = RateLimitError.is(error);
      part.isInDoubt = !isRefused && (isPassing(error) || ResponseParseError.is(error));
      const ms = isRefused ? delayAfter(error, attempt, attempts) : void 0;
      if (ms !== void 0) {
        yield { kind: "sleep", ms };
        continue;
      }
      if (!part.isInDoubt || fileId === void 0) {
        if (ApiError.is(error) && !isPassing(error)) yield* takeBack(run, part);
        throw error;
      }
      job = yield* lookFor(part, TimeoutError.is(error) ? looksAfterTimeout : looks);
      if (job === void 0 && attempt >= attempts) throw error;
    }
    if (job !== void 0) return yield* created(run, part, job);
  }
}
function* created(run, part, job) {
  part.isInDoubt = false;
  run.saw(part, job);
  yield { kind: "save" };
}
function* cancel(run, part) {
  if (part.isOver) return;
  if (part.jobId === void 0 && part.isInDoubt) {
    const job = yield* lookFor(part, looks);
    if (job !== void 0) yield* created(run, part, job);
  }
  if (part.jobId !== void 0) yield { kind: "cancel", jobId: part.jobId };
}
function* lookFor(part, delays) {
  if (part.fileId === void 0) return void 0;
  for (const ms of delays) {
    yield { kind: "sleep", ms };
    const job = yield* findJob(part);
    if (job !== void 0) return job;
  }
  return void 0;
}
function* findJob({ fileId, uploadedAt }) {
  if (fileId === void 0) return void 0;
  const createdAfter =
    uploadedAt === void 0 ? void 0 : new Date((uploadedAt - clockMargin) * 1e3).toISOString();
  let seen = 0;
  for (let page = 0; ; page++) {
    const { data = [], total } = yield* persist({ kind: "list", page, createdAfter });
    const found = data.find((job) => isJobOf(job, fileId));
    seen += data.length;
    if (found !== void 0 || data.length === 0 || seen >= total) return found;
  }
}
function isJobOf({ input_files: files }, fileId) {
  return files?.includes(fileId) === true;
}
function* takeBack(run, part) {
  const isLast = run.parts.at(-1) === part;
  if (run.settings.cleanUp === "none" || part.fileId === void 0 || !isLast) return;
  if (!(yield* deleteFile(part.fileId))) return;
  run.parts.pop();
  run.isComplete = false;
  yield { kind: "save" };
}

// src/batch/checkpoint.ts
function checkCheckpoint(value) {
  const { version, params, parts, isComplete } = fields(value);
  const canCreate = typeof fields(params)["endpoint"] === "string";
  const isCheckpoint =
    Array.isArray(parts) &&
    parts.every((part) => isPart(part) && (canCreate || fields(part)["job"] !== void 0)) &&
    (canCreate || isComplete === true);
  if (version === 1 && isCheckpoint) return value;
  const why =
    version === 1 || version === void 0 ? "" : `; it has version ${JSON.stringify(version)}`;
  throw new ParameterError("from", `from must be the id of a job, or a checkpoint${why}`);
}
function isPart(value) {
  const { offset, count: count2, file, job } = fields(value);
  const isCount = (number) => Number.isSafeInteger(number) && Number(number) >= 0;
  const isId = (id) => id === void 0 || (typeof id === "string" && id !== "");
  const hasEither = file !== void 0 || job !== void 0;
  return isCount(offset) && isCount(count2) && isId(file) && isId(job) && hasEither;
}
function fields(value) {
  return typeof value === "object" && value !== null ? value : {};
}

// src/batch/repeatable.ts
var Repeatable = class Repeatable {
  #iterable;
  /** What is sent. */
  #sending;
  /** What is read once more, for the results. */
  #reading;
  /** The number of what comes next of it. */
  #readingAt = 0;
  /** Those that were passed over on the way to another one. */
  #passed = /* @__PURE__ */ new Map();
  #last;
  /** What was read to see whether another iterator begins anew, and is not sent yet. */
  #ahead;
  /** Undefined as long as that is not known. */
  #beginsAnew;
  constructor(iterable, iterator) {
    this.#iterable = iterable;
    this.#sending = iterator;
  }
  /** Undefined for what is its own iterator, as generators are, or comes asynchronously. */
  static of(requests) {
    if (typeof requests !== "object" || requests === null) return void 0;
    if (Symbol.asyncIterator in requests || !(Symbol.iterator in requests)) return void 0;
    const iterable = requests;
    const iterator = iterable[Symbol.iterator]();
    return iterator === requests ? void 0 : new Repeatable(iterable, iterator);
  }
  /** The next one to be sent. */
  next() {
    const ahead = this.#ahead;
    this.#ahead = void 0;
    if (ahead !== void 0) return ahead;
    const turn = this.#sending.next();
    if (this.#beginsAnew === void 0) this.#compare(turn);
    return turn;
  }
  /** Sends again from a number on. Returns false where that cannot be done. */
  restart(index) {
    if (this.#beginsAnew === false) return false;
    close(this.#sending);
    this.#sending = this.#iterable[Symbol.iterator]();
    for (let at = 0; at < index; at++) if (this.#sending.next().done === true) return false;
    return true;
  }
  /** The request with a number, of those that were sent. */
  at(index) {
    if (this.#beginsAnew !== true) return void 0;
    if (this.#last?.index !== index) this.#last = { index, value: this.#find(index) };
    return this.#last.value;
  }
  /** Forgets what was passed over. */
  forget() {
    this.#passed.clear();
  }
  close() {
    close(this.#sending);
    if (this.#reading !== void 0) close(this.#reading);
  }
  /** An iterator that goes on where the other one is takes what is to be sent: it is not used then, and nothing is lost. */
  #compare(first) {
    const reading = this.#iterable[Symbol.iterator]();
    const again = reading.next();
    this.#beginsAnew = first.done === again.done && jsonOf(first.value) === jsonOf(again.value);
    if (!this.#beginsAnew) this.#ahead = again;
    else if (again.done !== true) {
      this.#reading = reading;
      this.#readingAt = 1;
      this.#passed.set(0, again.value);
    }
  }
  #find(index) {
    if (this.#passed.has(index)) {
      const value = this.#passed.get(index);
      this.#passed.delete(index);
      return value;
    }
    if (index < this.#readingAt || this.#reading === void 0) {
      if (this.#reading !== void 0) close(this.#reading);
      this.#passed.clear();
      this.#reading = this.#iterable[Symbol.iterator]();
      this.#readingAt = 0;
    }
    for (;;) {
      const turn = this.#reading.next();
      if (turn.done === true) return void 0;
      const at = this.#readingAt++;
      if (at === index) return turn.value;
      this.#passed.set(at, turn.value);
    }
  }
};
function jsonOf(value) {
  try {
    return JSON.stringify(value);
  } catch {
    return void 0;
  }
}
function close(iterator) {
  try {
    iterator.return?.();
  } catch {
    return;
  }
}

// src/batch/requests.ts
var Requests = class {
  /** All of them, or those that were read and kept; else undefined. */
  #list;
  /** Undefined if they come one by one and once, or are in the list. */
  #repeatable;
  /** Whether they are pulled from a source of the run's. */
  isPulled;
  #needsModel;
  /** Undefined as long as all ids are the numbers of the requests. */
  #ids;
  /** Requests that come before those that were not read yet; the first is the next one. */
  #waiting = [];
  /** The number of the next request. */
  #at = 0;
  #read = 0;
  #pass = 0;
  /** Whether the last request has been read, as far as is known. */
  isOver = false;
  /** What made reading fail: an upload that is cut short by it has an error of its own. */
  failure;
  /** @param needsModel - Whether each body has to name the model or the agent. */
  constructor(requests, keep, needsModel) {
    this.#list = Array.isArray(requests) ? requests : keep ? [] : void 0;
    this.#repeatable = this.#list === void 0 ? Repeatable.of(requests) : void 0;
    this.isPulled = !Array.isArray(requests) && this.#repeatable === void 0;
    this.#needsModel = needsModel;
  }
  /** How often was gone back: who began before has nothing more to take. */
  get pass() {
    return this.#pass;
  }
  /** How many were read so far. */
  get read() {
    return this.#read;
  }
  /** Whether all ids so far are the numbers of the requests. */
  get usesNumbersAsIds() {
    return this.#ids === void 0;
  }
  /** The next request, which stays the next one until it is taken; undefined after the last, and if was gone back meanwhile. */
  *peek() {
    const [waiting] = this.#waiting;
    if (waiting !== void 0) return waiting;
    const pass = this.#pass;
    try {
      const turn = yield* this.#pull();
      if (pass !== this.#pass) return void 0;
      if (this.failure !== void 0) throw this.failure.error;
      this.isOver = turn.done === true;
      if (turn.done === true) return void 0;
      const next = this.#prepare(turn.value, this.#at);
      this.#waiting.push(next);
      this.#read = Math.max(this.#read, this.#at + 1);
      return next;
    } catch (error) {
      this.failure = { error };
      throw error;
    }
  }
  take() {
    this.#waiting.shift();
    this.#at++;
  }
  /** Makes the requests that were taken last the next ones again. */
  putBack(taken) {
    this.#waiting.unshift(...taken);
    this.#at -= taken.length;
  }
  /** Goes back to a request that was taken. Returns false where that cannot be done. */
  rewind(index) {
    if (this.#list === void 0 && this.#repeatable?.restart(index) !== true) return false;
    this.#at = index;
    this.#waiting.length = 0;
    this.#pass++;
    return true;
  }
  /** The request with a number, where they are at hand. */
  at(index) {
    return this.#list === void 0 ? this.#repeatable?.at(index) : this.#list[index];
  }
  /** Says that the results of a job have been read. */
  forget() {
    this.#repeatable?.forget();
  }
  /** Says that no more is wanted. */
  close() {
    this.#repeatable?.close();
  }
  /** The custom id of a request, where it is known. */
  idAt(index) {
    if (this.usesNumbersAsIds) return String(index);
    const request = this.at(index);
    if (request === void 0) return void 0;
    return request.custom_id ?? String(index);
  }
  /** The number of the request that has a custom id. */
  find(id) {
    return this.#ids === void 0 ? numberIn(id) : this.#ids.find(id);
  }
  *#pull() {
    const list = this.#list;
    const index = this.#at;
    if (list !== void 0 && index < list.length) return { done: false, value: list[index] };
    if (this.#repeatable !== void 0) return this.#repeatable.next();
    if (!this.isPulled) return { done: true, value: void 0 };
    const turn = yield* ask({ kind: "next" });
    if (turn.done === true || list === void 0) return turn;
    list.push(turn.value);
    return { done: false, value: list[index] };
  }
  #prepare(value, index) {
    const name = `requests[${index}]`;
    if (!isObject(value) || !isObject(value["body"])) {
      throw new ParameterError(name, `${name} must be an object with a body`);
    }
    const { custom_id: own, body } = value;
    if (own !== void 0 && own !== null && (typeof own !== "string" || own === "")) {
      const message = `${name}.custom_id must be a text that is not empty`;
      throw new ParameterError(`${name}.custom_id`, message);
    }
    if (
      this.#needsModel &&
      typeof body["model"] !== "string" &&
      typeof body["agent_id"] !== "string"
    ) {
      const message = `${name}.body names no model, and neither does the batch: give model`;
      throw new ParameterError("model", message);
    }
    const custom_id = own ?? String(index);
    this.#register(custom_id, index, typeof own === "string");
    const request = { custom_id, body };
    const line = toJson(request, name);
    return { request, line, size: utf8Length(line) + 1 };
  }
  #register(id, index, isOwn) {
    if (index < this.#read) return;
    if (this.#ids === void 0) {
      if (!isOwn) return;
      this.#ids = new IdTable();
      for (let before = 0; before < index; before++) this.#ids.add(String(before));
    }
    const other = this.#ids.add(id);
    if (other === void 0) return;
    const name = `requests[${index}]`;
    const text = JSON.stringify(id);
    throw new ParameterError(
      `${name}.custom_id`,
      isOwn
        ? `${name} has the custom_id ${text}, which requests[${other}] has as well`
        : `${name} has no custom_id, and its number is the custom_id of requests[${other}]: give all of them one`,
    );
  }
};
function toJson(value, name) {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    throw new ParameterError(name, `${name} cannot be written as JSON`, { cause });
  }
}
function utf8Length(text) {
  let length = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit > 127) length += unit > 2047 && (unit < 55296 || unit > 57343) ? 2 : 1;
  }
  return length;
}

// src/batch/part.ts
var Part = class {
  /** The number of its first request. */
  offset;
  count;
  hasCount;
  /** The uploaded file that the requests are in. */
  fileId;
  uploadedAt;
  /** The requests themselves, if they are sent without a file. */
  inline;
  jobId;
  /** As it was seen last, without its outputs. */
  job;
  /** Whether it may have a job that nobody told of. */
  isInDoubt = false;
  /** Since when it has had a job in this run, by `performance.now()`. */
  waitingSince;
  isOver;
  isCollected;
  /** How many of its requests have a result. */
  found = 0;
  /** Files of results that are gone. */
  gone = [];
  /** The ids of its requests, where they had to be read back. */
  ids;
  constructor(record) {
    this.offset = record.offset;
    this.count = record.count ?? 0;
    this.hasCount = record.count !== void 0;
    this.fileId = record.file;
    this.uploadedAt = record.uploadedAt;
    this.jobId = record.job;
    this.isCollected = record.isCollected ?? false;
    this.isOver = this.isCollected;
  }
  get end() {
    return this.offset + this.count;
  }
  /** Undefined as long as nothing of it is with the server. */
  toRecord() {
    const { offset, count: count2, fileId: file, uploadedAt, jobId: job, isCollected } = this;
    if (file === void 0 && job === void 0) return void 0;
    return {
      offset,
      count: count2,
      ...(file === void 0 ? {} : { file }),
      ...(uploadedAt === void 0 ? {} : { uploadedAt }),
      ...(job === void 0 ? {} : { job }),
      isCollected,
    };
  }
};

// src/batch/run.ts
var operationId = "batch.run";
var Run = class {
  /** What jobs are created with; undefined if none will be. */
  params;
  settings;
  requests;
  parts;
  /** Whether the parts have all requests. */
  isComplete;
  #usesNumbersAsIds;
  #seen = new NumberSet();
  #onProgress;
  /** What is done about a promise that `onProgress` returns. */
  onPromise = () => {};
  #results = 0;
  #told = "";
  /** @param from - What is known of an interrupted run that is taken up. */
  constructor(params, settings, requests, onProgress, from = {}) {
    this.params = params;
    this.settings = settings;
    this.requests = requests;
    this.parts = (from.parts ?? []).map((record) => new Part(record));
    this.isComplete = from.isComplete ?? false;
    this.#usesNumbersAsIds = from.usesNumbersAsIds ?? true;
    this.#onProgress = onProgress;
  }
  /** The number of the first request that is in no part. */
  get submitted() {
    return this.parts.at(-1)?.end ?? 0;
  }
  /** Whether all custom ids are the numbers of the requests. */
  get usesNumbersAsIds() {
    return this.#usesNumbersAsIds && (this.requests?.usesNumbersAsIds ?? true);
  }
  /** The jobs as they were seen last. */
  get jobs() {
    return this.parts.flatMap(({ job }) => job ?? []);
  }
  get progress() {
    const { jobs, parts } = this;
    const sum = (of) => jobs.reduce((total, job) => total + of(job), 0);
    return {
      read: Math.max(this.requests?.read ?? 0, this.submitted),
      submitted: parts.reduce(
        (total, { count: count2, jobId }) => total + (jobId === void 0 ? 0 : count2),
        0,
      ),
      isComplete: this.isComplete,
      completed: sum((job) => job.succeeded_requests + job.failed_requests),
      succeeded: sum((job) => job.succeeded_requests),
      failed: sum((job) => job.failed_requests),
      jobs: parts.filter(({ jobId }) => jobId !== void 0).length,
      jobsOver: parts.filter(({ isOver }) => isOver).length,
      results: this.#results,
    };
  }
  checkpoint() {
    return {
      version: 1,
      ...(this.params === void 0 ? {} : { params: this.params }),
      usesNumbersAsIds: this.usesNumbersAsIds,
      isComplete: this.isComplete,
      parts: this.parts.map((part) => part.toRecord()).filter((record) => record !== void 0),
    };
  }
  /** Notes how a job stands. Its outputs are left out: they are read when the job is over. */
  saw(part, job) {
    const { outputs: _, ...rest } = job;
    part.jobId = job.id;
    part.job = rest;
    this.report();
  }
  /** Tells the caller how the batch stands, if that is not what was told last. */
  report() {
    if (this.#onProgress === void 0) return;
    const { progress } = this;
    const text = JSON.stringify(progress);
    if (text === this.#told) return;
    this.#told = text;
    const answer = this.#onProgress(progress);
    if (isThenable(answer)) this.onPromise(answer);
  }
  isMissing(index) {
    return !this.#seen.has(index);
  }
  /** The result that a line of a job's results is. */
  join(part, { text, isCut }) {
    const line = isCut ? { id: void 0, reason: "too_long" } : readLine(text);
    return this.joinLine(part, line, text);
  }
  joinLine(part, line, raw) {
    this.#results++;
    const jobId = part.jobId ?? "";
    if (line.id === void 0) {
      return { kind: "unmatched", jobId, reason: line.reason, customId: void 0, raw };
    }
    const { id: customId } = line;
    const index = this.find(part, customId);
    if (index === void 0 || !this.isMissing(index)) {
      const reason = index === void 0 ? "unknown_id" : "duplicate";
      return { kind: "unmatched", jobId, reason, customId, raw };
    }
    this.#seen.add(index);
    part.found++;
    const joined = { index, customId, jobId, ...this.#request(index) };
    if ("error" in line) return { kind: "error", ...joined, error: line.error, raw };
    return { kind: "success", ...joined, output: line.output };
  }
  /** The result of a request of which the job has none. */
  missing(part, index, customId) {
    this.#results++;
    const { job, jobId = "", gone } = part;
    const reasons = (job?.errors ?? []).map(({ message }) => message);
    const files = gone.map((file) => `the file ${file} is gone`);
    const state = `the job is ${job?.status ?? "over"}`;
    const reason = [state, ...files, ...reasons.slice(0, 3)].join(": ");
    return { kind: "missing", index, customId, jobId, reason, ...this.#request(index) };
  }
  /** The number of the request of a part that has a custom id. */
  find(part, id) {
    const index = this.#numberOf(part, id);
    return index !== void 0 && index >= part.offset && index < part.end ? index : void 0;
  }
  #numberOf(part, id) {
    if (this.usesNumbersAsIds) return numberIn(id);
    if (part.ids === void 0) return this.requests?.find(id);
    const own = part.ids.find(id);
    return own === void 0 ? void 0 : own + part.offset;
  }
  #request(index) {
    const request = this.requests?.at(index);
    return request === void 0 ? {} : { request };
  }
};

// src/batch/settings.ts
function resolveBatchOptions(options) {
  const { call, inline = {}, cleanUp: cleanUp2 = "none", fileName = "requests.jsonl" } = options;
  if (!["none", "input", "all"].includes(cleanUp2)) {
    throw new ParameterError("cleanUp", 'cleanUp must be "none", "input" or "all"');
  }
  if (call !== void 0 && "idempotencyKey" in call && call.idempotencyKey !== void 0) {
    const message = "a batch is made of several calls, which cannot share an idempotency key";
    throw new ParameterError("call.idempotencyKey", message);
  }
  if (typeof fileName !== "string" || fileName === "") {
    throw new ParameterError("fileName", "fileName must be a text that is not empty");
  }
  const { requests = 1e3, bytes = 1048576 } = inline === false ? { requests: 0, bytes: 0 } : inline;
  return {
    maxRequestsPerJob: count("maxRequestsPerJob", options.maxRequestsPerJob ?? 1e5, 1),
    maxFileSize: count("maxFileSize", options.maxFileSize ?? 512e6, 1),
    inline: {
      requests: count("inline.requests", requests, 0),
      bytes: count("inline.bytes", bytes, 0),
    },
    concurrency: count("concurrency", options.concurrency ?? 10, 1),
    cleanUp: cleanUp2,
    fileName,
  };
}
function jobParams(params) {
  const { endpoint, model, agent_id, metadata, timeout_hours } = params;
  if (typeof endpoint !== "string") {
    throw new ParameterError("endpoint", "endpoint must be one of those that batches are sent to");
  }
  return {
    endpoint,
    ...(model === void 0 ? {} : { model }),
    ...(agent_id === void 0 ? {} : { agent_id }),
    ...(metadata === void 0 ? {} : { metadata }),
    ...(timeout_hours === void 0 ? {} : { timeout_hours }),
  };
}
function count(name, value, least) {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= least) return value;
  throw new ParameterError(name, `${name} must be a whole number of at least ${least}`);
}

// src/batch/make.ts
function newRun(params, options, open) {
  const job = jobParams(params);
  const settings = resolveBatchOptions(options);
  const needsModel = job.model === void 0 && job.agent_id === void 0;
  const { requests, source } = openRequests(params.requests, options, needsModel, open);
  return { run: new Run(job, settings, requests, listener(options)), source };
}
function resumedRun(from, options, open) {
  const known =
    typeof from === "string" && from !== ""
      ? { usesNumbersAsIds: false, isComplete: true, parts: [{ offset: 0, job: from }] }
      : checkCheckpoint(from);
  const settings = resolveBatchOptions(options);
  const { requests, source } =
    options.requests === void 0
      ? { requests: void 0, source: void 0 }
      : openRequests(options.requests, options, false, open);
  const run = new Run(known.params, settings, requests, listener(options), known);
  return { run, source };
}
function openAny(requests) {
  return Symbol.asyncIterator in requests ? requests[Symbol.asyncIterator]() : openSync(requests);
}
function openSync(requests) {
  return Symbol.iterator in requests ? requests[Symbol.iterator]() : void 0;
}
function closeSource(source) {
  try {
    const end = source?.return?.();
    if (isThenable(end)) end.then(void 0, () => {});
  } catch {
    return;
  }
}
function listener(options) {
  return options.onProgress === void 0 ? void 0 : (progress) => options.onProgress?.(progress);
}
function openRequests(given, options, needsModel, open) {
  const requests = new Requests(given, options.keepRequests === true, needsModel);
  if (!requests.isPulled) return { requests, source: void 0 };
  const source = typeof given === "object" && given !== null ? open(given) : void 0;
  if (source !== void 0) return { requests, source };
  const isAsync = typeof given === "object" && given !== null && Symbol.asyncIterator in given;
  throw new ParameterError(
    "requests",
    isAsync
      ? "requests come asynchronously, which a blocking run cannot wait for: give an array or a synchronous iterable"
      : "requests must be an array or another iterable",
  );
}

// src/batch/client.ts
var lateLook = 1e4;
function waitOptions(run, part, { interval, deadline }) {
  const now = performance.now();
  const left = Math.ceil((deadline ?? 0) - (now - (part.waitingSince ?? now)));
  return {
    ...(interval === void 0 ? {} : { interval }),
    ...(deadline === void 0 ? {} : { deadline: Math.max(left, Math.min(deadline, lateLook)) }),
    onProgress: (job) => run.saw(part, job),
  };
}
function withoutTotal(options) {
  const { timeout } = options;
  if (typeof timeout === "number") return options;
  return { ...options, timeout: { total: Infinity, ...timeout } };
}
function filterOf({ page, createdAfter }) {
  const filter = { page, page_size: 100 };
  return createdAfter === void 0 ? filter : { ...filter, created_after: createdAfter };
}

// src/batch/submit.ts
var pieceLength2 = 65536;
var attempts2 = 4;
var settling = 60;
function* submit(run) {
  yield* takeUp(run);
  if (run.isComplete) return;
  const requests = run.requests;
  if (requests === void 0) {
    const message =
      "the run was interrupted before all requests had been sent: give them once more as requests";
    throw new ParameterError("requests", message);
  }
  if (run.parts.length === 0) {
    const inline = yield* gather(run, requests);
    if (inline !== void 0) {
      run.isComplete = true;
      if (inline.length > 0) yield* giveInline(run, inline);
      else yield { kind: "save" };
      return;
    }
  }
  while ((yield* requests.peek()) !== void 0) {
    const part = yield* upload(run, requests);
    run.isComplete = requests.isOver;
    run.report();
    yield { kind: "save" };
    yield* create(run, part);
    yield giveWaiting(part);
  }
  if (run.isComplete) return;
  run.isComplete = true;
  yield { kind: "save" };
}
function* takeUp(run) {
  if (run.requests !== void 0) yield* passOver(run, run.requests);
  for (const part of run.parts) {
    if (part.isCollected) continue;
    if (part.jobId === void 0) {
      const isRecent = Date.now() / 1e3 - (part.uploadedAt ?? 0) < settling;
      const job = (yield* findJob(part)) ?? (isRecent ? yield* lookFor(part, looks) : void 0);
      if (job === void 0) yield* create(run, part);
      else yield* created(run, part, job);
    }
    yield giveWaiting(part);
  }
}
function* passOver(run, requests) {
  const last = run.parts.at(-1);
  if (last === void 0) return;
  while (run.isComplete || requests.read < run.submitted) {
    if ((yield* requests.peek()) === void 0) break;
    requests.take();
  }
  if (!last.hasCount) {
    last.count = requests.read - last.offset;
    last.hasCount = true;
  }
  if (requests.read === run.submitted) return;
  const message = `${run.submitted} requests were sent, and these are ${requests.read}: give the same ones once more`;
  throw new ParameterError("requests", message);
}
function* gather(run, requests) {
  const limits = run.settings.inline;
  const most = Math.min(limits.requests, run.settings.maxRequestsPerJob);
  const gathered = [];
  let bytes = 0;
  for (;;) {
    const next = yield* requests.peek();
    if (next === void 0) return gathered.map(({ request }) => request);
    bytes += next.size;
    if (gathered.length === most || bytes > limits.bytes) break;
    requests.take();
    gathered.push(next);
  }
  requests.putBack(gathered);
  return void 0;
}
function* giveInline(run, inline) {
  const part = new Part({ offset: 0, count: inline.length });
  part.inline = inline;
  run.parts.push(part);
  yield* create(run, part);
  yield giveWaiting(part);
}
function giveWaiting(part) {
  part.waitingSince ??= performance.now();
  return { kind: "give", value: part };
}
function* upload(run, requests) {
  const offset = run.submitted;
  for (let attempt = 1; ; attempt++) {
    const part = new Part({ offset });
    try {
      const file = yield* ask({
        kind: "upload",
        name: run.settings.fileName,
        content: () => contentOf(run, requests, part),
      });
      part.fileId = file.id;
      part.uploadedAt = file.created_at;
      run.parts.push(part);
      return part;
    } catch (error) {
      if (requests.failure !== void 0) throw requests.failure.error;
      const delay = delayAfter(error, attempt, attempts2);
      if (delay === void 0 || !requests.rewind(offset)) throw error;
      yield { kind: "sleep", ms: delay };
    }
  }
}
function* contentOf(run, requests, part) {
  const { maxFileSize, maxRequestsPerJob } = run.settings;
  let piece = [];
  let length = 0;
  let bytes = 0;
  const { pass } = requests;
  while (part.count < maxRequestsPerJob && requests.pass === pass) {
    const next = yield* requests.peek();
    if (next === void 0) break;
    bytes += next.size;
    if (bytes > maxFileSize) {
      if (part.count > 0) break;
      const name = `requests[${part.offset}]`;
      const message = `${name} has ${next.size} bytes, and a file may have ${maxFileSize}`;
      const error = new ParameterError(name, message);
      requests.failure = { error };
      throw error;
    }
    requests.take();
    part.count++;
    piece.push(next.line, "\n");
    length += next.line.length;
    if (length < pieceLength2) continue;
    yield { kind: "give", value: piece.join("") };
    piece = [];
    length = 0;
  }
  if (piece.length > 0) yield { kind: "give", value: piece.join("") };
}

export {
  follow,
  collect,
  cancel,
  operationId,
  newRun,
  resumedRun,
  openAny,
  openSync,
  closeSource,
  waitOptions,
  withoutTotal,
  filterOf,
  submit,
};
