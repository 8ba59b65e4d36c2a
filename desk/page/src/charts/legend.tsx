// The words beside the colours.
import { TONE_NAMES, TONES } from "./colours";

export function ToneLegend({ what }: { what: string }) {
  return (
    <ul class="legend" aria-label={what}>
      {TONES.map((tone) => (
        <li key={tone}>
          <span class={`swatch tone-${tone}`} aria-hidden="true" /> {TONE_NAMES[tone]}
        </li>
      ))}
    </ul>
  );
}
