/** The requests of one job, and what is known of it. */
export class Part {
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
  isOver = false;
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
    this.hasCount = record.count !== undefined;
    this.fileId = record.file;
    this.uploadedAt = record.uploadedAt;
    this.jobId = record.job;
    this.isCollected = record.isCollected ?? false;
  }
  get end() {
    return this.offset + this.count;
  }
  /** Undefined as long as nothing of it is with the server. */
  toRecord() {
    const { offset, count, fileId: file, uploadedAt, jobId: job, isCollected } = this;
    if (file === undefined && job === undefined) return undefined;
    return {
      offset,
      count,
      ...(file === undefined ? {} : { file }),
      ...(uploadedAt === undefined ? {} : { uploadedAt }),
      ...(job === undefined ? {} : { job }),
      isCollected,
    };
  }
}
