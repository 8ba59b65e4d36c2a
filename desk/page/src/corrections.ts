// Corrections are appended to the record; each comes with its undo, which is one more.
import { signal } from "@preact/signals";
import { ApiError, send } from "./api";
import { tell } from "./components/toast";
import { loadStatus, status } from "./desk";
import { refresh } from "./state";

export interface Asked {
  kind: "join_origins" | "split_origin" | "join_findings" | "split_finding" | "review";
  subject: string;
  object?: string;
  note?: string;
}

// Those made on this page, the newest last, for the key `u`.
const made = signal<number[]>([]);

async function settle(): Promise<void> {
  await loadStatus();
  refresh();
}

function words(fault: unknown): string {
  return fault instanceof ApiError ? `${fault.message}${fault.where === "" ? "" : ` (${fault.where})`}` : String(fault);
}

export async function undo(id: number): Promise<void> {
  try {
    await send("DELETE", `/api/corrections/${id}`);
    made.value = made.value.filter((one) => one !== id);
    tell("taken back");
    await settle();
  } catch (fault) {
    tell(`could not be taken back: ${words(fault)}`, { bad: true });
  }
}

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
  try {
    const answer = await send<{ id?: number; data?: { id?: number } }>("POST", "/api/corrections", { object: "", note: "", ...asked });
    const id = answer.id ?? answer.data?.id;
    if (id !== undefined) {
      made.value = [...made.value, id];
      tell(said, { action: { label: "Undo", run: () => void undo(id) } });
    } else {
      tell(said);
    }
    await settle();
    return true;
  } catch (fault) {
    tell(`not corrected: ${words(fault)}`, { bad: true });
    return false;
  }
}

export const review = (claim: string, verdict: "right" | "wrong" | "unsure"): Promise<boolean> =>
  correct({ kind: "review", subject: claim, object: verdict }, `${claim} is ${verdict}`);
