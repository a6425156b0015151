import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

/* The smallest SvelteKit application: what a page costs before it does anything. */
export default defineConfig({ plugins: [sveltekit({ adapter: adapter({ out: 'build' }) })] });
