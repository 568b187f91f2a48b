import type { JSX } from 'preact';

interface FigureProps {
  readonly label: string;
  readonly value: string;
  readonly unit?: string;
}

/** One number that matters, with its name. */
export const Figure = ({ label, value, unit }: FigureProps): JSX.Element => (
  <div class="figure">
    <dt>{label}</dt>
    <dd>
      {value}
      {unit && <small> {unit}</small>}
    </dd>
  </div>
);
