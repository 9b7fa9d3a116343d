/** How the job of a part is waited for. However often that is begun anew, the deadline counts from the first time. */
export function waitOptions(run, part, { interval, deadline }) {
  const { waitingSince } = part;
  const now = performance.now();
  part.waitingSince ??= now;
  const left =
    deadline === undefined || waitingSince === undefined
      ? deadline
      : Math.max(Math.ceil(deadline - (now - waitingSince)), 1);
  return {
    ...(interval === undefined ? {} : { interval }),
    ...(left === undefined ? {} : { deadline: left }),
    onProgress: (job) => run.saw(part, job),
  };
}
/** The params of a list that looks for a job. */
export function filterOf({ page, createdAfter }) {
  const filter = {
    page,
    page_size: 100,
  };
  return createdAfter === undefined
    ? filter
    : {
        ...filter,
        created_after: createdAfter,
      };
}
