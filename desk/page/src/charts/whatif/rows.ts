// What a play came to, as rows: for tables and files.
import type { Fan, PlayResult } from "../shapes";

export function quantities(result: PlayResult): string[] {
  return result.policies[0]?.fans.map((fan) => fan.quantity) ?? [];
}

// The quantity that is shown first: one that is not the same in all futures, people killed if they are counted.
export function firstQuantity(result: PlayResult): string {
  const all = quantities(result);
  const moves = (quantity: string) =>
    result.policies.some((policy) => policy.fans.some((fan) => fan.quantity === quantity && fan.q95.some((value, i) => value !== fan.q05[i])));
  return ["killed so far", "acts so far"].find((name) => all.includes(name) && moves(name)) ?? all.find(moves) ?? all[0] ?? "";
}

export function fanOf(result: PlayResult, policy: number, quantity: string): Fan | undefined {
  return result.policies[policy]?.fans.find((fan) => fan.quantity === quantity);
}

const field = (value: string | number): string => {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

export function csv(head: string[], rows: (string | number)[][]): string {
  return [head, ...rows].map((row) => row.map(field).join(",")).join("\r\n") + "\r\n";
}

export function fansCsv(result: PlayResult): string {
  const rows = result.policies.flatMap((policy) =>
    policy.fans.flatMap((fan) =>
      fan.days.map((day, i) => [policy.name, fan.quantity, day, fan.q05[i] ?? "", fan.q25[i] ?? "", fan.q50[i] ?? "", fan.q75[i] ?? "", fan.q95[i] ?? ""]),
    ),
  );
  return csv(["policy", "quantity", "day", "q05", "q25", "q50", "q75", "q95"], rows);
}

export function pairedCsv(result: PlayResult): string {
  return csv(
    ["a", "b", "quantity", "day", "difference", "low", "high"],
    result.paired.map((row) => [row.a, row.b, row.quantity, row.day, row.difference, row.low, row.high]),
  );
}
