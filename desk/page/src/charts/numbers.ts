// How numbers, days and bounds are written in charts and their tables, the same in both.

const whole = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en-GB", { notation: "compact", maximumFractionDigits: 1 });

export function number(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  if (Number.isInteger(value) || Math.abs(value) >= 1000) return whole.format(value);
  return new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 3 }).format(value);
}

export function tick(value: number): string {
  return Math.abs(value) >= 10_000 ? short.format(value) : number(value);
}

export function signed(value: number): string {
  return value > 0 ? `+${number(value)}` : number(value);
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${whole.format(n)} ${n === 1 ? one : many}`;
}

// What a figure says, with its bound in words: "more than 1,400", "1,000 to 1,200". Nothing is rounded or averaged.
export function bounded(low: number | null, high: number | null, bound: string): string {
  if (low !== null && high !== null && low !== high) return `${number(low)} to ${number(high)}`;
  const value = low ?? high;
  if (value === null) return bound === "vague" ? "a number not told" : "–";
  switch (bound) {
    case "at_least":
      return `at least ${number(value)}`;
    case "more_than":
      return `more than ${number(value)}`;
    case "at_most":
      return `at most ${number(value)}`;
    case "less_than":
      return `less than ${number(value)}`;
    case "about":
      return `about ${number(value)}`;
    case "vague":
      return `${number(value)} or so`;
    default:
      return number(value);
  }
}

// Which way a figure is open: "up" for at least and more than, "down" for at most and less than.
export function openEnd(low: number | null, high: number | null, bound: string): "up" | "down" | null {
  if (bound === "at_least" || bound === "more_than") return "up";
  if (bound === "at_most" || bound === "less_than") return "down";
  if (low !== null && high === null && bound !== "exact" && bound !== "about" && bound !== "vague") return "up";
  if (low === null && high !== null && bound !== "exact" && bound !== "about" && bound !== "vague") return "down";
  return null;
}

// Days since 1970-01-01, or null for what is no day. "2024-10" counts from its first day, as a chart must put it somewhere.
export function dayNumber(day: string): number | null {
  const found = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/.exec(day);
  if (!found) return null;
  const time = Date.UTC(Number(found[1]), Number(found[2] ?? 1) - 1, Number(found[3] ?? 1));
  return Number.isNaN(time) ? null : Math.round(time / 86_400_000);
}

export function dayText(n: number): string {
  return new Date(n * 86_400_000).toISOString().slice(0, 10);
}

export function titled(words: string): string {
  const plain = words.replaceAll("_", " ");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
