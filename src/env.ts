import { defineEnvVars } from '@sveltejs/kit/env';
import { settings } from './lib/server/supabase/config.ts';

/*
 * Names and descriptions come from `settings`; values are checked by `readConfig`, which also
 * serves programs that run without SvelteKit and can say what contradicts what. Here every name is
 * declared once, so that Vite hands over the ones it finds in `.env` during development.
 */
const asText = (text: string | undefined) => text;

export const variables = defineEnvVars({
	PORT: { schema: asText, description: settings.PORT },
	HOST: { schema: asText, description: settings.HOST },
	LOG_LEVEL: { schema: asText, description: settings.LOG_LEVEL },
	DATABASE_URL: { schema: asText, description: settings.DATABASE_URL },
	SUPABASE_URL: { schema: asText, description: settings.SUPABASE_URL },
	SUPABASE_PUBLISHABLE_KEY: { schema: asText, description: settings.SUPABASE_PUBLISHABLE_KEY },
	SUPABASE_SECRET_KEY: { schema: asText, description: settings.SUPABASE_SECRET_KEY },
	SMTP_URL: { schema: asText, description: settings.SMTP_URL },
	MAIL_FROM: { schema: asText, description: settings.MAIL_FROM },
	PALIER_DATA: { schema: asText, description: settings.PALIER_DATA },
	PALIER_DEMO: { schema: asText, description: settings.PALIER_DEMO },
	PALIER_ORIGIN: { schema: asText, description: settings.PALIER_ORIGIN },
	PALIER_CONTACT: { schema: asText, description: settings.PALIER_CONTACT },
	PALIER_PUSH_HOSTS: { schema: asText, description: settings.PALIER_PUSH_HOSTS }
} satisfies Record<keyof typeof settings, unknown>);
