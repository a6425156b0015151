/*
 * What donnees.json holds, as people and programs may read it. Keys stay as they are within a format;
 * a section may be added. Moments are ISO 8601, money is whole cents.
 */
import * as v from 'valibot';

const moment = v.pipe(
	v.string(),
	v.check((text) => !Number.isNaN(Date.parse(text)))
);
const cents = v.pipe(v.number(), v.integer());
const maybe = <Schema extends v.GenericSchema>(schema: Schema) => v.nullable(schema);

const section = <Entries extends v.ObjectEntries>(entries: Entries) =>
	v.array(v.strictObject(entries));

const Role = v.picklist(['tenant', 'relay', 'caretaker', 'manager', 'substitute', 'helper']);

const OrderLine = v.strictObject({
	product: v.string(),
	unit: v.picklist(['piece', 'bunch', 'kg', 'litre', 'basket']),
	quantity: v.number(),
	priceCents: cents,
	lineCents: cents,
	/** What came; null until then. */
	receivedQuantity: maybe(v.number()),
	receivedCents: cents
});

const OrderChange = v.strictObject({
	kind: v.picklist(['placed', 'changed', 'cancelled', 'received', 'pickup']),
	at: moment,
	byMe: maybe(v.boolean()),
	/** By somebody of another household: the lodge, or a relay. */
	onBehalf: v.boolean(),
	totalCents: cents,
	collectedBy: maybe(v.string())
});

/** The sections, each with what one of its entries holds. */
export const SECTIONS = {
	/** Residences one belongs or belonged to. */
	memberships: section({
		id: v.pipe(v.string(), v.uuid()),
		residence: v.string(),
		door: maybe(v.string()),
		name: v.string(),
		role: Role,
		since: moment,
		endedAt: maybe(moment)
	}),
	/** `membership` is the id of one of the above. */
	contacts: section({
		membership: v.pipe(v.string(), v.uuid()),
		email: maybe(v.string()),
		phone: maybe(v.string())
	}),
	/** What neighbours see, where one has chosen it; else the most private. */
	profile: section({
		membership: v.pipe(v.string(), v.uuid()),
		displayName: maybe(v.string()),
		showsStaircase: v.boolean(),
		phoneTo: v.picklist(['nobody', 'helper', 'residence'])
	}),
	/** How one reads Palier. */
	preferences: section({
		language: v.picklist(['fr', 'en']),
		textSize: v.picklist(['normal', 'large', 'largest']),
		theme: v.picklist(['auto', 'light', 'dark']),
		readsAloud: v.boolean(),
		changedAt: moment
	}),
	/** Who looked at one's phone or e-mail, or changed them. */
	lookedAt: section({
		membership: v.pipe(v.string(), v.uuid()),
		what: v.string(),
		by: v.string(),
		at: moment
	}),
	joinRequests: section({
		residence: v.string(),
		name: v.string(),
		email: maybe(v.string()),
		phone: maybe(v.string()),
		state: v.picklist(['waiting', 'approved', 'refused', 'withdrawn']),
		askedAt: moment,
		answeredAt: maybe(moment)
	}),
	lettersUsed: section({
		membership: v.pipe(v.string(), v.uuid()),
		at: moment,
		letterMadeAt: moment,
		letterExpiresAt: moment
	}),
	devices: section({
		name: v.string(),
		via: v.picklist(['code', 'password', 'letter', 'poster', 'demo']),
		since: moment,
		lastSeenAt: moment,
		endedAt: maybe(moment)
	}),
	/** Since when one has a password; nothing of it. */
	password: section({ since: moment }),
	/** An address that waits for its code. */
	emailProofs: section({ email: v.string(), askedAt: moment }),
	/** Whom one lets act for oneself, and for whom one may act. */
	mandates: section({
		residence: v.string(),
		person: v.string(),
		helper: v.string(),
		scopes: v.array(v.picklist(['orders', 'collect', 'help', 'events'])),
		givenAt: moment,
		given: v.picklist(['by_person', 'by_voice']),
		/** Of a consent by voice: who asked for it, who wrote it down, and what was read out. */
		askedBy: maybe(v.picklist(['person', 'helper'])),
		recordedBy: maybe(v.string()),
		readOut: maybe(v.string()),
		endsAt: moment,
		endedAt: maybe(moment),
		ending: maybe(v.picklist(['renewed', 'revoked', 'given_back', 'withdrawn', 'left', 'expired']))
	}),
	/** `role` is the new one. */
	roleChanges: section({
		membership: v.pipe(v.string(), v.uuid()),
		from: Role,
		role: Role,
		by: maybe(v.string()),
		at: moment
	}),
	/** First and last day, as in the residence; `endedAt`: taken back before. */
	substitutions: section({
		residence: v.string(),
		absent: v.string(),
		substitute: v.string(),
		startsOn: v.pipe(v.string(), v.isoDate()),
		endsOn: v.pipe(v.string(), v.isoDate()),
		by: maybe(v.string()),
		at: moment,
		endedAt: maybe(moment)
	}),
	/** What one was told in the app. */
	notifications: section({
		membership: v.pipe(v.string(), v.uuid()),
		kind: v.string(),
		round: maybe(v.string()),
		at: moment,
		readAt: maybe(moment)
	}),
	/** Phones on which one is told by push. */
	phones: section({
		name: maybe(v.string()),
		language: v.picklist(['fr', 'en']),
		since: moment,
		lastSeenAt: moment
	}),
	/** What was sent to these phones; `shownAt` and `openedAt` as the phone said. */
	deliveries: section({
		membership: v.pipe(v.string(), v.uuid()),
		kind: v.string(),
		at: moment,
		sentAt: maybe(moment),
		shownAt: maybe(moment),
		openedAt: maybe(moment)
	}),
	/** What the sign-in service wrote down: login, logout, token_refreshed … */
	signIns: section({ what: maybe(v.string()), at: moment }),
	/** Orders of the household since it is one's own; of ended memberships, those placed for oneself. */
	orders: section({
		id: v.pipe(v.string(), v.uuid()),
		round: v.string(),
		producer: v.string(),
		state: v.picklist(['placed', 'cancelled']),
		placedAt: moment,
		changedAt: moment,
		forMe: maybe(v.boolean()),
		totalCents: cents,
		pickupState: v.picklist(['waiting', 'collected', 'partly', 'carry_up', 'not_collected']),
		pickupAt: maybe(moment),
		pickupBy: v.string(),
		pickupNote: v.string(),
		lines: v.array(OrderLine),
		changes: v.array(OrderChange)
	}),
	/** Money rows of the household since it is one's own: what is owed is positive, what was paid negative. */
	payments: section({
		id: v.number(),
		round: v.string(),
		kind: v.picklist(['charge', 'payment', 'refund', 'reversal']),
		method: maybe(v.picklist(['cash', 'cheque'])),
		amountCents: cents,
		tenderedCents: maybe(cents),
		/** `id` of the row that this one takes back. */
		corrects: maybe(v.number()),
		note: v.string(),
		at: moment
	}),
	/** What one did for the residence or for neighbours, without their names. */
	acts: section({ what: v.string(), at: moment, round: v.optional(v.string()) }),
	mails: section({ kind: v.string(), to: v.string(), dueAt: moment, sentAt: maybe(moment) }),
	/** Answers kept so that an order sent twice is placed once. */
	repeatedRequests: section({ round: v.string(), at: moment, answer: v.unknown() }),
	/** The wish to have the account deleted. */
	deletion: section({ askedAt: moment, dueAt: moment }),
	/** Files one has put here; they lie under `fichiers/` in the archive. */
	files: section({ bucket: v.string(), path: v.string(), at: moment })
};

export type SectionName = keyof typeof SECTIONS;

/** The whole of donnees.json. */
export const MyData = v.strictObject({
	format: v.literal('palier-my-data-1'),
	madeAt: moment,
	/** IANA name: the readable page says moments in it. */
	timeZone: v.string(),
	account: v.strictObject({
		/** Null for an account without e-mail. */
		email: maybe(v.string()),
		createdAt: maybe(moment),
		lastSignInAt: maybe(moment)
	}),
	...SECTIONS
});

export type MyData = v.InferOutput<typeof MyData>;
