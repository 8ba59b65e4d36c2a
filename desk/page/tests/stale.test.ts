// An answer of an earlier state is marked with the revision that is being drawn, and known to be old until it is drawn.
import { afterEach, expect, test, vi } from "vitest";
import { get } from "../src/api";
import { drawn, drawnUpTo } from "../src/state";

afterEach(() => vi.unstubAllGlobals());

function desk(headers: Record<string, string>, status = 200): { asked: Headers[] } {
  const seen: { asked: Headers[] } = { asked: [] };
  vi.stubGlobal("fetch", (_url: string, options: RequestInit) => {
    seen.asked.push(new Headers(options.headers));
    const body = status === 200 ? JSON.stringify({ revision: 3, as_of: null, data: {} }) : null;
    return Promise.resolve(new Response(body, { status, headers }));
  });
  return seen;
}

test("an answer of an earlier state says which one is being drawn", async () => {
  const first = desk({ ETag: '"a"', "Desk-Stale": "4" });
  expect((await get<object>("./api/board")).stale).toBe(4);
  expect(first.asked[0]?.get("Cache-Control")).toContain("max-stale");
  // Not changed, but still of the earlier state; and then of the newest.
  desk({ "Desk-Stale": "5" }, 304);
  expect((await get<object>("./api/board")).stale).toBe(5);
  desk({}, 304);
  const now = await get<object>("./api/board");
  expect(now.stale).toBeUndefined();
  expect(now.revision).toBe(3);
});

test("a view is drawn up to the revision told of it or of all", () => {
  drawn.value = { "/api/board": 4 };
  expect(drawnUpTo("/api/board")).toBe(4);
  expect(drawnUpTo("/api/facets")).toBe(0);
  drawn.value = { ...drawn.value, "": 6 };
  expect(drawnUpTo("/api/board")).toBe(6);
});
