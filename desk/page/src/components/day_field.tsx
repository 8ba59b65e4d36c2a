// A day as the record writes it, "2024-10-08"; a month or a year where that is enough. The browser's own date field
// writes days in the order of the country it was made for.
import { useEffect, useState } from "preact/hooks";
import { extent } from "../dates";

export interface DayFieldProps {
  label: string;
  value: string;
  whole?: boolean; // a day only, no month or year
  set: (day: string) => void;
}

export function DayField({ label, value, whole = false, set }: DayFieldProps) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const text = typed.trim();
  const fine = text === "" || (/^\d{4}(-\d{2}(-\d{2})?)?$/.test(text) && (!whole || text.length === 10) && extent(text) !== null);
  return (
    <input
      type="text"
      class="day-field"
      aria-label={label}
      aria-invalid={!fine}
      placeholder="YYYY-MM-DD"
      maxLength={10}
      value={typed}
      onInput={(event) => setTyped(event.currentTarget.value)}
      onChange={() => fine && set(text)}
    />
  );
}
