import { EVENT_ID, type Event, getScalarValue, type ScalarEvent } from "js-yaml";
import type { FindOffset } from "./locate.ts";

/**
 * Finds nodes of YAML by the parser's events, which carry offsets and cost a tenth of a syntax tree. A collection in a mapping
 * is found at its key, anything else where it starts.
 */
export function findByEvents(text: string, events: readonly Event[]): FindOffset {
  const { next, aliased } = indexEvents(text, events);

  const entry = (mapping: number, name: string): { key: number; value: number } | undefined => {
    let found: { key: number; value: number } | undefined;
    let merged: number | undefined;
    for (let key = mapping + 1; events[key]?.type !== EVENT_ID.POP; key = next[next[key]!]!) {
      const event = events[key]!;
      if (event.type !== EVENT_ID.SCALAR) continue;
      const scalar = getScalarValue(text, event);
      if (scalar === name) found = { key, value: next[key]! };
      else if (scalar === "<<") merged = next[key]!;
    }
    if (found !== undefined || merged === undefined) return found;
    const target = aliased.get(merged) ?? merged;
    return events[target]?.type === EVENT_ID.MAPPING ? entry(target, name) : undefined;
  };

  return (tokens) => {
    let at = 1;
    let place = offsetOf(text, events[at]);
    for (const token of tokens) {
      const container = aliased.get(at) ?? at;
      const type = events[container]?.type;
      if (type === EVENT_ID.MAPPING) {
        const found = entry(container, token);
        if (found === undefined) return place;
        const { type: valueType } = events[found.value]!;
        at = found.value;
        place = offsetOf(text, events[valueType === EVENT_ID.SCALAR ? found.value : found.key]);
      } else if (type === EVENT_ID.SEQUENCE) {
        let item = container + 1;
        for (let index = Number(token); index > 0 && events[item]!.type !== EVENT_ID.POP; index--)
          item = next[item]!;
        if (events[item]!.type === EVENT_ID.POP) return place;
        at = item;
        place = offsetOf(text, events[item]);
      } else return place;
    }
    return place;
  };
}

/** For each event the one after its node, and for each alias the node that it stands for. */
function indexEvents(
  text: string,
  events: readonly Event[],
): { next: Uint32Array; aliased: Map<number, number> } {
  const next = new Uint32Array(events.length);
  const aliased = new Map<number, number>();
  const anchors = new Map<string, number>();
  const open: number[] = [];
  for (const [index, event] of events.entries()) {
    next[index] = index + 1;
    if (event.type === EVENT_ID.POP) {
      next[open.pop() ?? 0] = index + 1;
    } else if (event.type === EVENT_ID.ALIAS) {
      const target = anchors.get(text.slice(event.anchorStart, event.anchorEnd));
      if (target !== undefined) aliased.set(index, target);
    } else {
      if (event.type !== EVENT_ID.SCALAR) open.push(index);
      if (event.type !== EVENT_ID.DOCUMENT && event.anchorStart !== -1) {
        anchors.set(text.slice(event.anchorStart, event.anchorEnd), index);
      }
    }
  }
  return { next, aliased };
}

function offsetOf(text: string, event: Event | undefined): number {
  if (event === undefined) return 0;
  if (event.type === EVENT_ID.SCALAR) return startOfScalar(text, event);
  if (event.type === EVENT_ID.ALIAS) return event.anchorStart - 1;
  return event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE ? event.start : 0;
}

function startOfScalar(text: string, event: ScalarEvent): number {
  const quoted = /["']/.test(text.charAt(event.valueStart - 1));
  return quoted ? event.valueStart - 1 : event.valueStart;
}
