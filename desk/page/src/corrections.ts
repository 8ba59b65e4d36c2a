// Corrections are appended to the record; each comes with its undo, which is one more.
import { signal } from "@preact/signals";
import { ApiError, send } from "./api";
import { tell } from "./components/toast";
import { loadStatus, status, writing } from "./desk";
import { foreign, newest, refresh, selection } from "./state";
import type { Verdict } from "./types";

export interface Asked {
  kind: "join_origins" | "split_origin" | "join_findings" | "split_finding" | "review";
  subject: string;
  object?: string;
  note?: string;
}

// Those made on this page, the newest last, for the key `u`.
const made = signal<number[]>([]);

// Verdicts given on this page, before any list is loaded anew. "" is one that was taken back.
export const verdicts = signal<Record<string, Verdict | "">>({});
const claims = new Map<number, string>(); // of the reviews in `made`

// Verdicts change nothing that is shown but themselves, so that a list stays where it is under j and k. Everything
// else is loaded anew.
async function settle(before: number, verdict: boolean): Promise<void> {
  await loadStatus();
  if (!verdict) refresh();
  else if (newest.peek() > before + 1) foreign.value = newest.peek();
}

function words(fault: unknown): string {
  return fault instanceof ApiError ? `${fault.message}${fault.where === "" ? "" : ` (${fault.where})`}` : String(fault);
}

export async function undo(id: number): Promise<void> {
  const before = newest.peek();
  const claim = claims.get(id);
  writing.count += 1;
  try {
    await send("DELETE", `/api/corrections/${id}`);
    made.value = made.value.filter((one) => one !== id);
    if (claim !== undefined) verdicts.value = { ...verdicts.value, [claim]: "" };
    tell("taken back");
    // The list of corrections shows what was taken back, whatever it was.
    await settle(before, claim !== undefined && !listed());
  } catch (fault) {
    tell(`could not be taken back: ${words(fault)}`, { bad: true });
  } finally {
    writing.count -= 1;
  }
}

const listed = (): boolean => selection.peek().view === "corrections";

export function undoLast(): void {
  const last = made.value[made.value.length - 1];
  if (last === undefined) tell("there is no correction of this session to take back; see Corrections");
  else void undo(last);
}

// True if the desk took it.
export async function correct(asked: Asked, said: string): Promise<boolean> {
  if (status.peek()?.writable === false) {
    tell("this record is open for reading only", { bad: true });
    return false;
  }
  const before = newest.peek();
  writing.count += 1;
  try {
    const answer = await send<{ id?: number; data?: { id?: number } }>("POST", "/api/corrections", { object: "", note: "", ...asked });
    const id = answer.id ?? answer.data?.id;
    if (id !== undefined) {
      made.value = [...made.value, id];
      if (asked.kind === "review") claims.set(id, asked.subject);
      tell(said, { action: { label: "Undo", run: () => void undo(id) } });
    } else {
      tell(said);
    }
    if (asked.kind === "review") verdicts.value = { ...verdicts.value, [asked.subject]: asked.object as Verdict };
    await settle(before, asked.kind === "review" && !listed());
    return true;
  } catch (fault) {
    tell(`not corrected: ${words(fault)}`, { bad: true });
    return false;
  } finally {
    writing.count -= 1;
  }
}

// What is known of a claim: what was said on this page, else what the record holds.
export function verdictOf(claim: string, kept: Verdict | null | undefined): Verdict | null {
  const here = verdicts.value[claim];
  return here === undefined ? (kept ?? null) : here === "" ? null : here;
}

export const review = (claim: string, verdict: "right" | "wrong" | "unsure"): Promise<boolean> =>
  correct({ kind: "review", subject: claim, object: verdict }, `${claim} is ${verdict}`);
