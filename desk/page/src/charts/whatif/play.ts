// A play from the page: what is asked for, the job that does it, what it came to.
import { useEffect, useState } from "preact/hooks";
import { ApiError, get, send } from "../../api";
import { heard, jobs, over, takeJob } from "../../desk";
import type { Job } from "../../types";
import type { PlayResult } from "../shapes";

export interface Order {
  crisis: string; // a name, or the text of a crisis file
  policies: string[]; // none: all
  runs: number;
  days: number;
  seed: number;
}

export async function startPlay(order: Order): Promise<string> {
  const { job } = await send<{ job: string }>("POST", "/api/play", order);
  takeJob({ id: job, kind: "play", state: "waiting", done: 0, total: order.runs, message: "" });
  return job;
}

export async function cancelPlay(job: string): Promise<void> {
  await send("DELETE", `/api/jobs/${encodeURIComponent(job)}`);
  await ask(job);
}

async function ask(id: string): Promise<void> {
  const answer = await get<Job>(`./api/jobs/${encodeURIComponent(id)}`);
  takeJob(answer.data);
}

export interface Play {
  job: Job | null;
  result: PlayResult | null;
  error: ApiError | null;
}

const asError = (fault: unknown): ApiError => (fault instanceof ApiError ? fault : new ApiError(0, "", String(fault)));

// Follows the job by the desk's stream; asks for it at the start and while the stream is down.
export function usePlay(id: string): Play {
  const [result, setResult] = useState<PlayResult | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const job = jobs.value.find((one) => one.id === id) ?? null;
  const ended = job !== null && over(job);
  const listening = heard.value;
  useEffect(() => {
    setResult(null);
    setError(null);
    if (id !== "") ask(id).catch((fault: unknown) => setError(asError(fault)));
  }, [id]);
  useEffect(() => {
    if (id === "" || ended || listening) return;
    const timer = setInterval(() => void ask(id).catch(() => undefined), 2000);
    return () => clearInterval(timer);
  }, [id, ended, listening]);
  useEffect(() => {
    if (job?.state !== "done") return;
    const stop = new AbortController();
    get<PlayResult>(`./api/jobs/${encodeURIComponent(id)}/result`, stop.signal).then(
      (answer) => setResult(answer.data ?? (answer as unknown as PlayResult)),
      (fault: unknown) => {
        if (!stop.signal.aborted) setError(asError(fault));
      },
    );
    return () => stop.abort();
  }, [id, job?.state]);
  return { job, result, error };
}
