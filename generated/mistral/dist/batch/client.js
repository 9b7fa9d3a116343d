/** How long a job may be looked at whose deadline was over before anybody did. */
const lateLook = 1e4;
/** How the job of a part is waited for. However often that is begun anew, the deadline counts from when there was a job. */
export function waitOptions(run, part, { interval, deadline }) {
  const now = performance.now();
  const left = Math.ceil((deadline ?? 0) - (now - (part.waitingSince ?? now)));
  return {
    ...(interval === undefined ? {} : { interval }),
    ...(deadline === undefined ? {} : { deadline: Math.max(left, Math.min(deadline, lateLook)) }),
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
