// Days as the record writes them: ISO 8601, cut short where less is known ("2024-10", "2024"). A month is a month on
// the page too, never its first day.
import type { Precision } from "./types";

const dayMs = 86_400_000;

export interface Extent {
  begin: number; // days since 1970-01-01
  end: number; // the day behind the last
}

const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

export function toNumber(year: number, month = 1, day = 1): number {
  // `Date.UTC` takes years below 100 for years of the last century.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / dayMs);
}

export function toDay(number: number): string {
  return new Date(number * dayMs).toISOString().slice(0, 10);
}

// Weeks of ISO 8601 begin on Monday; day 0 of the count was a Thursday.
const monday = (day: number): number => day - ((((day + 3) % 7) + 7) % 7);

// What a date covers. Null for what is no date.
export function extent(day: string, precision: Precision = ""): Extent | null {
  const week = /^(\d{4})-W(\d{2})$/.exec(day);
  if (week) {
    // The first week of a year is the one with the fourth of January.
    const fourth = toNumber(Number(week[1]), 1, 4);
    const begin = monday(fourth) + (Number(week[2]) - 1) * 7;
    return { begin, end: begin + 7 };
  }
  const found = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/.exec(day);
  if (!found) return null;
  const year = Number(found[1]);
  const month = found[2] === undefined ? 0 : Number(found[2]);
  const date = found[3] === undefined ? 0 : Number(found[3]);
  if (month > 12 || date > 31) return null;
  if (month === 0 || precision === "year") return { begin: toNumber(year), end: toNumber(year + 1) };
  if (date === 0 || precision === "month") return { begin: toNumber(year, month), end: toNumber(year, month + 1) };
  const begin = toNumber(year, month, date);
  if (precision === "week") {
    return { begin: monday(begin), end: monday(begin) + 7 };
  }
  return { begin, end: begin + 1 };
}

export function inWords(day: string): string {
  const [year, month, date] = day.split("-");
  if (!year) return "";
  const name = month ? months[Number(month) - 1] : undefined;
  if (!name) return year;
  return date ? `${Number(date)} ${name} ${year}` : `${name} ${year}`;
}

export function range(from: string, to: string): string {
  if (from === "" && to === "") return "";
  if (from === to) return from;
  if (from === "") return `until ${to}`;
  if (to === "") return `since ${from}`;
  return `${from} to ${to}`;
}

export interface Tick {
  at: number;
  label: string;
}

// Marks of an axis over days, at most about `most` of them, on beginnings of years, months, or days.
export function ticks(begin: number, end: number, most: number): Tick[] {
  const out: Tick[] = [];
  const days = Math.max(1, end - begin);
  const first = new Date(begin * dayMs);
  if (days / 31 > most) {
    const every = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((n) => days / 366 / n <= most) ?? 1000;
    for (let year = Math.ceil(first.getUTCFullYear() / every) * every; toNumber(year) <= end; year += every) {
      if (toNumber(year) >= begin) out.push({ at: toNumber(year), label: String(year) });
    }
    if (out.length > 1 || days > 800) return out;
    out.length = 0;
  }
  if (days > most * 3) {
    const every = [1, 2, 3, 6].find((n) => days / 30 / n <= most) ?? 12;
    for (let month = first.getUTCFullYear() * 12 + Math.ceil(first.getUTCMonth() / every) * every; ; month += every) {
      const year = Math.floor(month / 12);
      const at = toNumber(year, (month % 12) + 1);
      if (at > end) break;
      if (at >= begin) out.push({ at, label: month % 12 === 0 ? String(year) : `${(months[month % 12] ?? "").slice(0, 3)} ${year}` });
    }
    if (out.length > 1) return out;
    out.length = 0;
  }
  const every = [1, 2, 5, 7, 10, 14].find((n) => days / n <= most) ?? 20;
  for (let at = begin; at <= end; at += every) {
    const date = new Date(at * dayMs);
    out.push({ at, label: `${date.getUTCDate()} ${(months[date.getUTCMonth()] ?? "").slice(0, 3)}` });
  }
  return out;
}
