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

// A stroke as it is drawn in the chart: colour and dashes.
export function Dash({ of }: { of: string }) {
  return (
    <svg class={`dash ${of}`} viewBox="0 0 26 10" aria-hidden="true">
      <line x1="1" x2="25" y1="5" y2="5" />
    </svg>
  );
}
