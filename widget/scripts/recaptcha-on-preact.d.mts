import type { Plugin } from 'vite';

export function recaptchaOnPreact(): Plugin;
