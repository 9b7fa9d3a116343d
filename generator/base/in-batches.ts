/**
 * Some at a time, so that neither files nor connections run out. Where one fails, those beside it end first.
 *
 * @returns what came of each, in their order.
 */
export async function inBatches<T, R>(
  items: readonly T[],
  size: number,
  each: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += size) {
    const batch = await Promise.allSettled(items.slice(start, start + size).map(each));
    for (const result of batch) {
      if (result.status === "rejected") throw result.reason;
      results.push(result.value);
    }
  }
  return results;
}
