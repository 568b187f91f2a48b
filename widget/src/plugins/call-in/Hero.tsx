import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from '../../ui/Icon.js';

export interface HeroProps {
  icon: IconName;
  tone: 'good' | 'busy' | 'off';
  title: string;
  children?: ComponentChildren;
}

/** What a screen is about, at one glance. */
export function Hero({ icon, tone, title, children }: HeroProps) {
  return (
    <div class="hero" key={title}>
      <div class={`badge ${tone}`} aria-hidden="true">
        <Icon name={icon} />
      </div>
      <h3>{title}</h3>
      {children}
    </div>
  );
}
