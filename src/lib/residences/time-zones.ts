import { m } from '#lib/paraglide/messages.js';

type Option = { value: string; label: string };

// What PostgreSQL is asked to accept as well: names that follow clock changes.
const NAME = /^[A-Z][A-Za-z_]+\/[A-Za-z_/+-]+$/;

/** Time zones to choose from: those of the French Republic by name, then the world's. */
export function listTimeZones(): Option[] {
	const french = frenchZones();
	const known = new Set(french.map(({ value }) => value));
	const others = Intl.supportedValuesOf('timeZone')
		.filter((zone) => NAME.test(zone) && !known.has(zone))
		.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));
	return [...french, ...others];
}

/** How a zone is called on a page. */
export function nameTimeZone(zone: string): string {
	return frenchZones().find(({ value }) => value === zone)?.label ?? zone.replaceAll('_', ' ');
}

function frenchZones(): Option[] {
	return [
		{ value: 'Europe/Paris', label: m.zone_paris() },
		{ value: 'America/Guadeloupe', label: m.zone_guadeloupe() },
		{ value: 'America/Martinique', label: m.zone_martinique() },
		{ value: 'America/Cayenne', label: m.zone_guyane() },
		{ value: 'Indian/Reunion', label: m.zone_reunion() },
		{ value: 'Indian/Mayotte', label: m.zone_mayotte() },
		{ value: 'America/Miquelon', label: m.zone_miquelon() },
		{ value: 'Pacific/Noumea', label: m.zone_noumea() },
		{ value: 'Pacific/Wallis', label: m.zone_wallis() },
		{ value: 'Pacific/Tahiti', label: m.zone_tahiti() },
		{ value: 'Pacific/Marquesas', label: m.zone_marquesas() },
		{ value: 'Pacific/Gambier', label: m.zone_gambier() }
	];
}
