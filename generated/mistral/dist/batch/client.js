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
