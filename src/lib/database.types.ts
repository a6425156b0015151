export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
	public: {
		Tables: {
			access_log: {
				Row: {
					at: string;
					id: number;
					place: string;
					reader_id: string;
					residence_id: string;
					subject_id: string;
					what: string;
				};
				ComputedFields: never;
				Insert: {
					at?: string;
					id?: never;
					place: string;
					reader_id: string;
					residence_id: string;
					subject_id: string;
					what: string;
				};
				Update: {
					at?: string;
					id?: never;
					place?: string;
					reader_id?: string;
					residence_id?: string;
					subject_id?: string;
					what?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'access_log_residence_id_reader_id_fkey';
						columns: ['residence_id', 'reader_id'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['residence_id', 'id'];
					},
					{
						foreignKeyName: 'access_log_residence_id_subject_id_fkey';
						columns: ['residence_id', 'subject_id'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['residence_id', 'id'];
					}
				];
			};
			devices: {
				Row: {
					created_at: string;
					ended_at: string | null;
					expires_at: string;
					idle_until: string;
					last_seen_at: string;
					name: string;
					proven_at: string | null;
					session_id: string;
					user_id: string;
					via: string;
				};
				ComputedFields: never;
				Insert: {
					created_at?: string;
					ended_at?: string | null;
					expires_at: string;
					idle_until: string;
					last_seen_at?: string;
					name: string;
					proven_at?: string | null;
					session_id: string;
					user_id: string;
					via: string;
				};
				Update: {
					created_at?: string;
					ended_at?: string | null;
					expires_at?: string;
					idle_until?: string;
					last_seen_at?: string;
					name?: string;
					proven_at?: string | null;
					session_id?: string;
					user_id?: string;
					via?: string;
				};
				Relationships: [];
			};
			households: {
				Row: {
					building: string;
					created_at: string;
					door: string;
					floor: number;
					id: string;
					lived_since: string;
					residence_id: string;
					staircase: string;
				};
				ComputedFields: never;
				Insert: {
					building?: string;
					created_at?: string;
					door: string;
					floor: number;
					id?: string;
					lived_since?: string;
					residence_id: string;
					staircase: string;
				};
				Update: {
					building?: string;
					created_at?: string;
					door?: string;
					floor?: number;
					id?: string;
					lived_since?: string;
					residence_id?: string;
					staircase?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'households_residence_id_fkey';
						columns: ['residence_id'];
						isOneToOne: false;
						referencedRelation: 'residences';
						referencedColumns: ['id'];
					}
				];
			};
			join_codes: {
				Row: {
					code: string;
					created_at: string;
					expires_at: string;
					residence_id: string;
				};
				ComputedFields: never;
				Insert: {
					code: string;
					created_at?: string;
					expires_at: string;
					residence_id: string;
				};
				Update: {
					code?: string;
					created_at?: string;
					expires_at?: string;
					residence_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'join_codes_residence_id_fkey';
						columns: ['residence_id'];
						isOneToOne: true;
						referencedRelation: 'residences';
						referencedColumns: ['id'];
					}
				];
			};
			join_requests: {
				Row: {
					answered_at: string | null;
					answered_by: string | null;
					created_at: string;
					email: string | null;
					household_id: string;
					id: string;
					member_id: string | null;
					name: string;
					phone: string | null;
					residence_id: string;
					state: string;
					user_id: string | null;
				};
				ComputedFields: never;
				Insert: {
					answered_at?: string | null;
					answered_by?: string | null;
					created_at?: string;
					email?: string | null;
					household_id: string;
					id?: string;
					member_id?: string | null;
					name: string;
					phone?: string | null;
					residence_id: string;
					state?: string;
					user_id?: string | null;
				};
				Update: {
					answered_at?: string | null;
					answered_by?: string | null;
					created_at?: string;
					email?: string | null;
					household_id?: string;
					id?: string;
					member_id?: string | null;
					name?: string;
					phone?: string | null;
					residence_id?: string;
					state?: string;
					user_id?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'join_requests_residence_id_answered_by_fkey';
						columns: ['residence_id', 'answered_by'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['residence_id', 'id'];
					},
					{
						foreignKeyName: 'join_requests_residence_id_household_id_fkey';
						columns: ['residence_id', 'household_id'];
						isOneToOne: false;
						referencedRelation: 'households';
						referencedColumns: ['residence_id', 'id'];
					},
					{
						foreignKeyName: 'join_requests_residence_id_member_id_fkey';
						columns: ['residence_id', 'member_id'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['residence_id', 'id'];
					}
				];
			};
			ledger_entries: {
				Row: {
					amount_cents: number;
					at: string;
					by_member: string | null;
					client_key: string | null;
					household_id: string;
					id: number;
					kind: string;
					method: string | null;
					note: string;
					residence_id: string;
					reverses: number | null;
					round_id: string;
					tendered_cents: number | null;
				};
				ComputedFields: never;
				Insert: {
					amount_cents: number;
					at?: string;
					by_member?: string | null;
					client_key?: string | null;
					household_id: string;
					id?: never;
					kind: string;
					method?: string | null;
					note?: string;
					residence_id: string;
					reverses?: number | null;
					round_id: string;
					tendered_cents?: number | null;
				};
				Update: {
					amount_cents?: number;
					at?: string;
					by_member?: string | null;
					client_key?: string | null;
					household_id?: string;
					id?: never;
					kind?: string;
					method?: string | null;
					note?: string;
					residence_id?: string;
					reverses?: number | null;
					round_id?: string;
					tendered_cents?: number | null;
				};
				Relationships: [
					{
						foreignKeyName: 'ledger_entries_by_member_fkey';
						columns: ['by_member'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'ledger_entries_residence_id_household_id_fkey';
						columns: ['residence_id', 'household_id'];
						isOneToOne: false;
						referencedRelation: 'households';
						referencedColumns: ['residence_id', 'id'];
					},
					{
						foreignKeyName: 'ledger_entries_residence_id_round_id_fkey';
						columns: ['residence_id', 'round_id'];
						isOneToOne: false;
						referencedRelation: 'rounds';
						referencedColumns: ['residence_id', 'id'];
					},
					{
						foreignKeyName: 'ledger_entries_reverses_fkey';
						columns: ['reverses'];
						isOneToOne: false;
						referencedRelation: 'ledger_entries';
						referencedColumns: ['id'];
					}
				];
			};
			letter_uses: {
				Row: {
					address: string;
					at: string;
					id: string;
					key: string;
					letter_id: string;
					member_id: string;
					residence_id: string;
				};
				ComputedFields: never;
				Insert: {
					address: string;
					at?: string;
					id?: string;
					key: string;
					letter_id: string;
					member_id: string;
					residence_id: string;
				};
				Update: {
					address?: string;
					at?: string;
					id?: string;
					key?: string;
					letter_id?: string;
					member_id?: string;
					residence_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'letter_uses_residence_id_letter_id_fkey';
						columns: ['residence_id', 'letter_id'];
						isOneToOne: false;
						referencedRelation: 'letters';
						referencedColumns: ['residence_id', 'id'];
					},
					{
						foreignKeyName: 'letter_uses_residence_id_member_id_fkey';
						columns: ['residence_id', 'member_id'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['residence_id', 'id'];
					}
				];
			};
			letters: {
				Row: {
					code_hash: string;
					created_at: string;
					created_by: string | null;
					expires_at: string;
					household_id: string | null;
					id: string;
					mandate_id: string | null;
					most_uses: number;
					residence_id: string;
					revoked_at: string | null;
					token_hash: string;
					uses: number;
				};
				ComputedFields: never;
				Insert: {
					code_hash: string;
					created_at?: string;
					created_by?: string | null;
					expires_at: string;
					household_id?: string | null;
					id?: string;
					mandate_id?: string | null;
					most_uses?: number;
					residence_id: string;
					revoked_at?: string | null;
					token_hash: string;
					uses?: number;
				};
				Update: {
					code_hash?: string;
					created_at?: string;
					created_by?: string | null;
					expires_at?: string;
					household_id?: string | null;
					id?: string;
					mandate_id?: string | null;
					most_uses?: number;
					residence_id?: string;
					revoked_at?: string | null;
					token_hash?: string;
					uses?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'letters_residence_id_created_by_fkey';
						columns: ['residence_id', 'created_by'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['residence_id', 'id'];
					},
					{
						foreignKeyName: 'letters_residence_id_household_id_fkey';
						columns: ['residence_id', 'household_id'];
						isOneToOne: false;
						referencedRelation: 'households';
						referencedColumns: ['residence_id', 'id'];
					},
					{
						foreignKeyName: 'letters_residence_id_mandate_id_fkey';
						columns: ['residence_id', 'mandate_id'];
						isOneToOne: false;
						referencedRelation: 'mandates';
						referencedColumns: ['residence_id', 'id'];
					}
				];
			};
			mandate_changes: {
				Row: {
					at: string;
					by_member: string | null;
					id: number;
					kind: string;
					mandate_id: string;
					residence_id: string;
				};
				ComputedFields: never;
				Insert: {
					at?: string;
					by_member?: string | null;
					id?: never;
					kind: string;
					mandate_id: string;
					residence_id: string;
				};
				Update: {
					at?: string;
					by_member?: string | null;
					id?: never;
					kind?: string;
					mandate_id?: string;
					residence_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'mandate_changes_by_member_fkey';
						columns: ['by_member'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'mandate_changes_residence_id_mandate_id_fkey';
						columns: ['residence_id', 'mandate_id'];
						isOneToOne: false;
						referencedRelation: 'mandates';
						referencedColumns: ['residence_id', 'id'];
					}
				];
			};
			mandates: {
				Row: {
					asked_by: string | null;
					ended_at: string | null;
					ends_at: string;
					given_at: string;
					given_by: string;
					helper_id: string;
					id: string;
					person_id: string;
					read_out: string | null;
					residence_id: string;
					scopes: string[];
				};
				ComputedFields: never;
				Insert: {
					asked_by?: string | null;
					ended_at?: string | null;
					ends_at: string;
					given_at?: string;
					given_by: string;
					helper_id: string;
					id?: string;
					person_id: string;
					read_out?: string | null;
					residence_id: string;
					scopes: string[];
				};
				Update: {
					asked_by?: string | null;
					ended_at?: string | null;
					ends_at?: string;
					given_at?: string;
					given_by?: string;
					helper_id?: string;
					id?: string;
					person_id?: string;
					read_out?: string | null;
					residence_id?: string;
					scopes?: string[];
				};
				Relationships: [
					{
						foreignKeyName: 'mandates_residence_id_given_by_fkey';
						columns: ['residence_id', 'given_by'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['residence_id', 'id'];
					},
					{
						foreignKeyName: 'mandates_residence_id_helper_id_fkey';
						columns: ['residence_id', 'helper_id'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['residence_id', 'id'];
					},
					{
						foreignKeyName: 'mandates_residence_id_person_id_fkey';
						columns: ['residence_id', 'person_id'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['residence_id', 'id'];
					}
				];
			};
			member_contacts: {
				Row: {
					email: string | null;
					member_id: string;
					phone: string | null;
					residence_id: string;
				};
				ComputedFields: never;
				Insert: {
					email?: string | null;
					member_id: string;
					phone?: string | null;
					residence_id: string;
				};
				Update: {
					email?: string | null;
					member_id?: string;
					phone?: string | null;
					residence_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'member_contacts_residence_id_member_id_fkey';
						columns: ['residence_id', 'member_id'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['residence_id', 'id'];
					}
				];
			};
			members: {
				Row: {
					created_at: string;
					ended_at: string | null;
					erased_at: string | null;
					household_id: string | null;
					id: string;
					name: string;
					residence_id: string;
					role: string;
					roles_seen_at: string;
					user_id: string | null;
				};
				ComputedFields: never;
				Insert: {
					created_at?: string;
					ended_at?: string | null;
					erased_at?: string | null;
					household_id?: string | null;
					id?: string;
					name: string;
					residence_id: string;
					role?: string;
					roles_seen_at?: string;
					user_id?: string | null;
				};
				Update: {
					created_at?: string;
					ended_at?: string | null;
					erased_at?: string | null;
					household_id?: string | null;
					id?: string;
					name?: string;
					residence_id?: string;
					role?: string;
					roles_seen_at?: string;
					user_id?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'members_residence_id_fkey';
						columns: ['residence_id'];
						isOneToOne: false;
						referencedRelation: 'residences';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'members_residence_id_household_id_fkey';
						columns: ['residence_id', 'household_id'];
						isOneToOne: false;
						referencedRelation: 'households';
						referencedColumns: ['residence_id', 'id'];
					}
				];
			};
			notifications: {
				Row: {
					created_at: string;
					detail: NonNullable<Json>;
					expires_at: string;
					id: string;
					key: string;
					kind: string;
					member_id: string;
					read_at: string | null;
					residence_id: string;
					subject_id: string | null;
				};
				ComputedFields: never;
				Insert: {
					created_at?: string;
					detail?: NonNullable<Json>;
					expires_at: string;
					id?: string;
					key: string;
					kind: string;
					member_id: string;
					read_at?: string | null;
					residence_id: string;
					subject_id?: string | null;
				};
				Update: {
					created_at?: string;
					detail?: NonNullable<Json>;
					expires_at?: string;
					id?: string;
					key?: string;
					kind?: string;
					member_id?: string;
					read_at?: string | null;
					residence_id?: string;
					subject_id?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'notifications_residence_id_member_id_fkey';
						columns: ['residence_id', 'member_id'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['residence_id', 'id'];
					}
				];
			};
			offers: {
				Row: {
					allergens: string;
					arrived_quantity: number | null;
					description: string;
					id: string;
					name: string;
					origin: string;
					photo_path: string | null;
					pictogram: string;
					position: number;
					price_cents: number;
					product_id: string;
					residence_id: string;
					round_id: string;
					step: number;
					stock_limit: number | null;
					unit: string;
					withdrawn_at: string | null;
				};
				ComputedFields: never;
				Insert: {
					allergens?: string;
					arrived_quantity?: number | null;
					description?: string;
					id?: string;
					name: string;
					origin?: string;
					photo_path?: string | null;
					pictogram?: string;
					position?: number;
					price_cents: number;
					product_id: string;
					residence_id: string;
					round_id: string;
					step: number;
					stock_limit?: number | null;
					unit: string;
					withdrawn_at?: string | null;
				};
				Update: {
					allergens?: string;
					arrived_quantity?: number | null;
					description?: string;
					id?: string;
					name?: string;
					origin?: string;
					photo_path?: string | null;
					pictogram?: string;
					position?: number;
					price_cents?: number;
					product_id?: string;
					residence_id?: string;
					round_id?: string;
					step?: number;
					stock_limit?: number | null;
					unit?: string;
					withdrawn_at?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'offers_residence_id_product_id_fkey';
						columns: ['residence_id', 'product_id'];
						isOneToOne: false;
						referencedRelation: 'products';
						referencedColumns: ['residence_id', 'id'];
					},
					{
						foreignKeyName: 'offers_residence_id_round_id_fkey';
						columns: ['residence_id', 'round_id'];
						isOneToOne: false;
						referencedRelation: 'rounds';
						referencedColumns: ['residence_id', 'id'];
					}
				];
			};
			order_changes: {
				Row: {
					at: string;
					by_member: string | null;
					detail: NonNullable<Json>;
					for_member: string | null;
					id: number;
					kind: string;
					on_behalf: boolean;
					order_id: string;
					residence_id: string;
					round_id: string;
					total_cents: number;
				};
				ComputedFields: never;
				Insert: {
					at?: string;
					by_member?: string | null;
					detail?: NonNullable<Json>;
					for_member?: string | null;
					id?: never;
					kind: string;
					on_behalf?: boolean;
					order_id: string;
					residence_id: string;
					round_id: string;
					total_cents: number;
				};
				Update: {
					at?: string;
					by_member?: string | null;
					detail?: NonNullable<Json>;
					for_member?: string | null;
					id?: never;
					kind?: string;
					on_behalf?: boolean;
					order_id?: string;
					residence_id?: string;
					round_id?: string;
					total_cents?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'order_changes_by_member_fkey';
						columns: ['by_member'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'order_changes_for_member_fkey';
						columns: ['for_member'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'order_changes_round_id_order_id_fkey';
						columns: ['round_id', 'order_id'];
						isOneToOne: false;
						referencedRelation: 'orders';
						referencedColumns: ['round_id', 'id'];
					}
				];
			};
			order_lines: {
				Row: {
					line_cents: number;
					offer_id: string;
					order_id: string;
					price_cents: number;
					quantity: number;
					received_cents: number;
					received_quantity: number | null;
					residence_id: string;
					round_id: string;
				};
				ComputedFields: never;
				Insert: {
					line_cents?: never;
					offer_id: string;
					order_id: string;
					price_cents: number;
					quantity: number;
					received_cents?: never;
					received_quantity?: number | null;
					residence_id: string;
					round_id: string;
				};
				Update: {
					line_cents?: never;
					offer_id?: string;
					order_id?: string;
					price_cents?: number;
					quantity?: number;
					received_cents?: never;
					received_quantity?: number | null;
					residence_id?: string;
					round_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'order_lines_residence_id_fkey';
						columns: ['residence_id'];
						isOneToOne: false;
						referencedRelation: 'residences';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'order_lines_round_id_offer_id_fkey';
						columns: ['round_id', 'offer_id'];
						isOneToOne: false;
						referencedRelation: 'offers';
						referencedColumns: ['round_id', 'id'];
					},
					{
						foreignKeyName: 'order_lines_round_id_order_id_fkey';
						columns: ['round_id', 'order_id'];
						isOneToOne: false;
						referencedRelation: 'orders';
						referencedColumns: ['round_id', 'id'];
					}
				];
			};
			orders: {
				Row: {
					changed_at: string;
					household_id: string;
					id: string;
					member_id: string | null;
					pickup_at: string | null;
					pickup_by: string;
					pickup_note: string;
					pickup_state: string;
					placed_at: string;
					residence_id: string;
					round_id: string;
					state: string;
					total_cents: number;
					version: number;
				};
				ComputedFields: never;
				Insert: {
					changed_at?: string;
					household_id: string;
					id?: string;
					member_id?: string | null;
					pickup_at?: string | null;
					pickup_by?: string;
					pickup_note?: string;
					pickup_state?: string;
					placed_at?: string;
					residence_id: string;
					round_id: string;
					state?: string;
					total_cents: number;
					version?: number;
				};
				Update: {
					changed_at?: string;
					household_id?: string;
					id?: string;
					member_id?: string | null;
					pickup_at?: string | null;
					pickup_by?: string;
					pickup_note?: string;
					pickup_state?: string;
					placed_at?: string;
					residence_id?: string;
					round_id?: string;
					state?: string;
					total_cents?: number;
					version?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'orders_member_id_fkey';
						columns: ['member_id'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'orders_residence_id_household_id_fkey';
						columns: ['residence_id', 'household_id'];
						isOneToOne: false;
						referencedRelation: 'households';
						referencedColumns: ['residence_id', 'id'];
					},
					{
						foreignKeyName: 'orders_residence_id_round_id_fkey';
						columns: ['residence_id', 'round_id'];
						isOneToOne: false;
						referencedRelation: 'rounds';
						referencedColumns: ['residence_id', 'id'];
					}
				];
			};
			organisations: {
				Row: {
					created_at: string;
					id: string;
					name: string;
				};
				ComputedFields: never;
				Insert: {
					created_at?: string;
					id?: string;
					name: string;
				};
				Update: {
					created_at?: string;
					id?: string;
					name?: string;
				};
				Relationships: [];
			};
			preferences: {
				Row: {
					changed_at: string;
					language: string;
					reads_aloud: boolean;
					text_size: string;
					theme: string;
					user_id: string;
				};
				ComputedFields: never;
				Insert: {
					changed_at?: string;
					language: string;
					reads_aloud: boolean;
					text_size: string;
					theme: string;
					user_id: string;
				};
				Update: {
					changed_at?: string;
					language?: string;
					reads_aloud?: boolean;
					text_size?: string;
					theme?: string;
					user_id?: string;
				};
				Relationships: [];
			};
			producers: {
				Row: {
					archived_at: string | null;
					created_at: string;
					email: string | null;
					id: string;
					name: string;
					phone: string;
					place: string;
					residence_id: string;
				};
				ComputedFields: never;
				Insert: {
					archived_at?: string | null;
					created_at?: string;
					email?: string | null;
					id?: string;
					name: string;
					phone?: string;
					place?: string;
					residence_id: string;
				};
				Update: {
					archived_at?: string | null;
					created_at?: string;
					email?: string | null;
					id?: string;
					name?: string;
					phone?: string;
					place?: string;
					residence_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'producers_residence_id_fkey';
						columns: ['residence_id'];
						isOneToOne: false;
						referencedRelation: 'residences';
						referencedColumns: ['id'];
					}
				];
			};
			products: {
				Row: {
					allergens: string;
					archived_at: string | null;
					created_at: string;
					description: string;
					id: string;
					months: number[];
					name: string;
					origin: string;
					photo_path: string | null;
					pictogram: string;
					price_cents: number;
					producer_id: string;
					residence_id: string;
					step: number;
					unit: string;
				};
				ComputedFields: never;
				Insert: {
					allergens?: string;
					archived_at?: string | null;
					created_at?: string;
					description?: string;
					id?: string;
					months?: number[];
					name: string;
					origin?: string;
					photo_path?: string | null;
					pictogram?: string;
					price_cents: number;
					producer_id: string;
					residence_id: string;
					step?: number;
					unit: string;
				};
				Update: {
					allergens?: string;
					archived_at?: string | null;
					created_at?: string;
					description?: string;
					id?: string;
					months?: number[];
					name?: string;
					origin?: string;
					photo_path?: string | null;
					pictogram?: string;
					price_cents?: number;
					producer_id?: string;
					residence_id?: string;
					step?: number;
					unit?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'products_residence_id_fkey';
						columns: ['residence_id'];
						isOneToOne: false;
						referencedRelation: 'residences';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'products_residence_id_producer_id_fkey';
						columns: ['residence_id', 'producer_id'];
						isOneToOne: false;
						referencedRelation: 'producers';
						referencedColumns: ['residence_id', 'id'];
					}
				];
			};
			profiles: {
				Row: {
					changed_at: string;
					display_name: string | null;
					member_id: string;
					phone_to: string;
					residence_id: string;
					shows_staircase: boolean;
				};
				ComputedFields: never;
				Insert: {
					changed_at?: string;
					display_name?: string | null;
					member_id: string;
					phone_to?: string;
					residence_id: string;
					shows_staircase?: boolean;
				};
				Update: {
					changed_at?: string;
					display_name?: string | null;
					member_id?: string;
					phone_to?: string;
					residence_id?: string;
					shows_staircase?: boolean;
				};
				Relationships: [
					{
						foreignKeyName: 'profiles_residence_id_member_id_fkey';
						columns: ['residence_id', 'member_id'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['residence_id', 'id'];
					}
				];
			};
			residences: {
				Row: {
					address: string;
					created_at: string;
					id: string;
					is_demo: boolean;
					lodge_phone: string;
					name: string;
					organisation_id: string;
					pickup_place: string;
					time_zone: string;
				};
				ComputedFields: never;
				Insert: {
					address?: string;
					created_at?: string;
					id?: string;
					is_demo?: boolean;
					lodge_phone?: string;
					name: string;
					organisation_id: string;
					pickup_place?: string;
					time_zone: string;
				};
				Update: {
					address?: string;
					created_at?: string;
					id?: string;
					is_demo?: boolean;
					lodge_phone?: string;
					name?: string;
					organisation_id?: string;
					pickup_place?: string;
					time_zone?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'residences_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					}
				];
			};
			retention_rules: {
				Row: {
					changed_at: string;
					changed_by: string | null;
					kind: string;
					months: number;
					residence_id: string;
				};
				ComputedFields: never;
				Insert: {
					changed_at?: string;
					changed_by?: string | null;
					kind: string;
					months: number;
					residence_id: string;
				};
				Update: {
					changed_at?: string;
					changed_by?: string | null;
					kind?: string;
					months?: number;
					residence_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'retention_rules_residence_id_changed_by_fkey';
						columns: ['residence_id', 'changed_by'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['residence_id', 'id'];
					},
					{
						foreignKeyName: 'retention_rules_residence_id_fkey';
						columns: ['residence_id'];
						isOneToOne: false;
						referencedRelation: 'residences';
						referencedColumns: ['id'];
					}
				];
			};
			role_changes: {
				Row: {
					at: string;
					by_member: string | null;
					from_role: string;
					id: number;
					member_id: string;
					residence_id: string;
					to_role: string;
				};
				ComputedFields: never;
				Insert: {
					at?: string;
					by_member?: string | null;
					from_role: string;
					id?: never;
					member_id: string;
					residence_id: string;
					to_role: string;
				};
				Update: {
					at?: string;
					by_member?: string | null;
					from_role?: string;
					id?: never;
					member_id?: string;
					residence_id?: string;
					to_role?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'role_changes_residence_id_by_member_fkey';
						columns: ['residence_id', 'by_member'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['residence_id', 'id'];
					},
					{
						foreignKeyName: 'role_changes_residence_id_member_id_fkey';
						columns: ['residence_id', 'member_id'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['residence_id', 'id'];
					}
				];
			};
			round_changes: {
				Row: {
					at: string;
					by_member: string | null;
					detail: NonNullable<Json>;
					from_state: string | null;
					id: number;
					residence_id: string;
					round_id: string;
					to_state: string;
				};
				ComputedFields: never;
				Insert: {
					at?: string;
					by_member?: string | null;
					detail?: NonNullable<Json>;
					from_state?: string | null;
					id?: never;
					residence_id: string;
					round_id: string;
					to_state: string;
				};
				Update: {
					at?: string;
					by_member?: string | null;
					detail?: NonNullable<Json>;
					from_state?: string | null;
					id?: never;
					residence_id?: string;
					round_id?: string;
					to_state?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'round_changes_by_member_fkey';
						columns: ['by_member'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'round_changes_residence_id_fkey';
						columns: ['residence_id'];
						isOneToOne: false;
						referencedRelation: 'residences';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'round_changes_round_id_fkey';
						columns: ['round_id'];
						isOneToOne: false;
						referencedRelation: 'rounds';
						referencedColumns: ['id'];
					}
				];
			};
			rounds: {
				Row: {
					closes_at: string;
					closes_local: string;
					created_at: string;
					created_by: string | null;
					delivery_from: string;
					delivery_on: string;
					delivery_to: string;
					id: string;
					minimum_baskets: number | null;
					minimum_cents: number | null;
					opens_at: string;
					opens_local: string;
					place: string;
					producer_id: string;
					residence_id: string;
					send_on_close: boolean;
					state: string;
					title: string;
					version: number;
					word: string;
				};
				ComputedFields: never;
				Insert: {
					closes_at: string;
					closes_local: string;
					created_at?: string;
					created_by?: string | null;
					delivery_from: string;
					delivery_on: string;
					delivery_to: string;
					id?: string;
					minimum_baskets?: number | null;
					minimum_cents?: number | null;
					opens_at: string;
					opens_local: string;
					place?: string;
					producer_id: string;
					residence_id: string;
					send_on_close?: boolean;
					state?: string;
					title: string;
					version?: number;
					word?: string;
				};
				Update: {
					closes_at?: string;
					closes_local?: string;
					created_at?: string;
					created_by?: string | null;
					delivery_from?: string;
					delivery_on?: string;
					delivery_to?: string;
					id?: string;
					minimum_baskets?: number | null;
					minimum_cents?: number | null;
					opens_at?: string;
					opens_local?: string;
					place?: string;
					producer_id?: string;
					residence_id?: string;
					send_on_close?: boolean;
					state?: string;
					title?: string;
					version?: number;
					word?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'rounds_created_by_fkey';
						columns: ['created_by'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'rounds_residence_id_fkey';
						columns: ['residence_id'];
						isOneToOne: false;
						referencedRelation: 'residences';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'rounds_residence_id_producer_id_fkey';
						columns: ['residence_id', 'producer_id'];
						isOneToOne: false;
						referencedRelation: 'producers';
						referencedColumns: ['residence_id', 'id'];
					}
				];
			};
			sheet_lines: {
				Row: {
					answered_quantity: number | null;
					name: string;
					offer_id: string;
					orders_count: number;
					position: number;
					price_cents: number;
					quantity: number;
					residence_id: string;
					sheet_id: string;
					unit: string;
				};
				ComputedFields: never;
				Insert: {
					answered_quantity?: number | null;
					name: string;
					offer_id: string;
					orders_count: number;
					position: number;
					price_cents: number;
					quantity: number;
					residence_id: string;
					sheet_id: string;
					unit: string;
				};
				Update: {
					answered_quantity?: number | null;
					name?: string;
					offer_id?: string;
					orders_count?: number;
					position?: number;
					price_cents?: number;
					quantity?: number;
					residence_id?: string;
					sheet_id?: string;
					unit?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'sheet_lines_offer_id_fkey';
						columns: ['offer_id'];
						isOneToOne: false;
						referencedRelation: 'offers';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'sheet_lines_residence_id_fkey';
						columns: ['residence_id'];
						isOneToOne: false;
						referencedRelation: 'residences';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'sheet_lines_sheet_id_fkey';
						columns: ['sheet_id'];
						isOneToOne: false;
						referencedRelation: 'sheets';
						referencedColumns: ['id'];
					}
				];
			};
			sheets: {
				Row: {
					answer_note: string;
					answered_at: string | null;
					computed_at: string;
					id: string;
					orders_count: number;
					read_at: string | null;
					residence_id: string;
					revoked_at: string | null;
					round_id: string;
					send_failed_at: string | null;
					sent_at: string | null;
					superseded_at: string | null;
					token: string;
					total_cents: number;
				};
				ComputedFields: never;
				Insert: {
					answer_note?: string;
					answered_at?: string | null;
					computed_at?: string;
					id?: string;
					orders_count: number;
					read_at?: string | null;
					residence_id: string;
					revoked_at?: string | null;
					round_id: string;
					send_failed_at?: string | null;
					sent_at?: string | null;
					superseded_at?: string | null;
					token?: string;
					total_cents: number;
				};
				Update: {
					answer_note?: string;
					answered_at?: string | null;
					computed_at?: string;
					id?: string;
					orders_count?: number;
					read_at?: string | null;
					residence_id?: string;
					revoked_at?: string | null;
					round_id?: string;
					send_failed_at?: string | null;
					sent_at?: string | null;
					superseded_at?: string | null;
					token?: string;
					total_cents?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'sheets_residence_id_round_id_fkey';
						columns: ['residence_id', 'round_id'];
						isOneToOne: false;
						referencedRelation: 'rounds';
						referencedColumns: ['residence_id', 'id'];
					}
				];
			};
			substitutions: {
				Row: {
					absent_id: string;
					created_at: string;
					created_by: string | null;
					ends_at: string;
					ends_on: string;
					id: string;
					residence_id: string;
					revoked_at: string | null;
					revoked_by: string | null;
					starts_at: string;
					starts_on: string;
					substitute_id: string;
				};
				ComputedFields: never;
				Insert: {
					absent_id: string;
					created_at?: string;
					created_by?: string | null;
					ends_at: string;
					ends_on: string;
					id?: string;
					residence_id: string;
					revoked_at?: string | null;
					revoked_by?: string | null;
					starts_at: string;
					starts_on: string;
					substitute_id: string;
				};
				Update: {
					absent_id?: string;
					created_at?: string;
					created_by?: string | null;
					ends_at?: string;
					ends_on?: string;
					id?: string;
					residence_id?: string;
					revoked_at?: string | null;
					revoked_by?: string | null;
					starts_at?: string;
					starts_on?: string;
					substitute_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'substitutions_residence_id_absent_id_fkey';
						columns: ['residence_id', 'absent_id'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['residence_id', 'id'];
					},
					{
						foreignKeyName: 'substitutions_residence_id_created_by_fkey';
						columns: ['residence_id', 'created_by'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['residence_id', 'id'];
					},
					{
						foreignKeyName: 'substitutions_residence_id_revoked_by_fkey';
						columns: ['residence_id', 'revoked_by'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['residence_id', 'id'];
					},
					{
						foreignKeyName: 'substitutions_residence_id_substitute_id_fkey';
						columns: ['residence_id', 'substitute_id'];
						isOneToOne: false;
						referencedRelation: 'members';
						referencedColumns: ['residence_id', 'id'];
					}
				];
			};
		};
		Views: {
			[_ in never]: never;
		};
		Functions: {
			add_households: {
				Args: { p_building: string; p_doors: Json; p_residence: string; p_staircase: string };
				Returns: number;
			};
			answer_join_request: {
				Args: { p_approve: boolean; p_household: string; p_member: string; p_request: string };
				Returns: undefined;
			};
			answer_sheet: {
				Args: { p_lines: Json; p_note: string; p_token: string };
				Returns: undefined;
			};
			applied_migrations: { Args: Record<PropertyKey, never>; Returns: string[] };
			apply_import: {
				Args: { p_import: string; p_residence: string; p_shown: string };
				Returns: Json;
			};
			ask_deletion: { Args: Record<PropertyKey, never>; Returns: string };
			ask_to_join: {
				Args: {
					p_code: string;
					p_email: string;
					p_household: string;
					p_name: string;
					p_phone: string;
				};
				Returns: string;
			};
			begin_email_proof: {
				Args: { p_code_hash: string; p_email: string; p_network: string; p_session: string };
				Returns: string;
			};
			begin_upload: { Args: { p_residence: string }; Returns: undefined };
			cancel_deletion: { Args: Record<PropertyKey, never>; Returns: undefined };
			cancel_order: { Args: { p_base_version: number; p_order: string }; Returns: Json };
			cancel_round: { Args: { p_reason: string; p_round: string }; Returns: undefined };
			change_role: {
				Args: { p_member: string; p_residence: string; p_role: string; p_successor?: string };
				Returns: undefined;
			};
			claim_deliveries: { Args: { p_channel: string; p_limit: number }; Returns: Json };
			claim_mails: {
				Args: { p_limit: number };
				Returns: {
					attempts: number;
					id: number;
					kind: string;
					payload: Json;
					to_address: string;
				}[];
			};
			claim_memberships: { Args: Record<PropertyKey, never>; Returns: Json };
			close_due_rounds: { Args: Record<PropertyKey, never>; Returns: number };
			close_round: { Args: { p_round: string; p_send: boolean }; Returns: string };
			code_worked: { Args: { p_email: string; p_network: string }; Returns: undefined };
			confirm_email_proof: {
				Args: { p_code_hash: string; p_network: string; p_session: string };
				Returns: string;
			};
			confirm_sheet: { Args: { p_token: string }; Returns: undefined };
			create_residence: {
				Args: {
					p_address: string;
					p_caretaker_email: string;
					p_caretaker_name: string;
					p_code: string;
					p_name: string;
					p_organisation: string;
					p_time_zone: string;
				};
				Returns: string;
			};
			delete_household: { Args: { p_household: string; p_residence: string }; Returns: undefined };
			deliver_round: {
				Args: { p_arrivals: Json; p_base_version: number; p_round: string; p_rule: string };
				Returns: number;
			};
			demo_people: { Args: Record<PropertyKey, never>; Returns: Json };
			drop_import: { Args: { p_residence: string }; Returns: undefined };
			drop_old_imports: { Args: Record<PropertyKey, never>; Returns: number };
			due_deletions: {
				Args: { p_limit: number };
				Returns: {
					is_erased: boolean;
					user_id: string;
				}[];
			};
			duplicate_round: { Args: { p_round: string }; Returns: string };
			end_due_mandates: { Args: Record<PropertyKey, never>; Returns: number };
			end_household_devices: {
				Args: { p_household: string; p_residence: string };
				Returns: number;
			};
			end_mandate: { Args: { p_mandate: string }; Returns: undefined };
			end_member: {
				Args: { p_member: string; p_residence: string; p_successor?: string };
				Returns: undefined;
			};
			end_phone: { Args: { p_phone: string }; Returns: undefined };
			end_push_subscription: { Args: { p_endpoint: string }; Returns: undefined };
			ensure_push_keys: { Args: { p_private: string; p_public: string }; Returns: Json };
			ensure_setup_code: { Args: Record<PropertyKey, never>; Returns: string };
			erase_account: { Args: { p_user: string; p_with_account: boolean }; Returns: string };
			export_people: { Args: { p_residence: string }; Returns: Json };
			find_password: { Args: { p_email: string; p_network: string }; Returns: Json };
			finish_letter: { Args: { p_use: string }; Returns: string };
			forget_leftovers: { Args: { p_limit: number }; Returns: Json };
			give_mandate: {
				Args: {
					p_email: string;
					p_household: string;
					p_months: number;
					p_name: string;
					p_residence: string;
					p_scopes: string[];
				};
				Returns: string;
			};
			hand_over: {
				Args: {
					p_amount_cents: number;
					p_by?: string;
					p_client_key: string;
					p_method: string;
					p_order: string;
					p_tendered_cents: number;
				};
				Returns: Json;
			};
			issue_helper_code: { Args: { p_mandate: string }; Returns: Json };
			issue_letters: {
				Args: { p_days: number; p_households: string[]; p_most_uses: number; p_residence: string };
				Returns: Json;
			};
			look_at_code: { Args: { p_network: string; p_secret: string }; Returns: Json };
			mail_failed: {
				Args: { p_error: string; p_mail: number; p_permanent: boolean };
				Returns: undefined;
			};
			mail_sent: { Args: { p_mail: number }; Returns: undefined };
			may_ask_to_join: { Args: { p_code: string; p_network: string }; Returns: undefined };
			my_data: { Args: Record<PropertyKey, never>; Returns: Json };
			my_residences: { Args: Record<PropertyKey, never>; Returns: Json };
			name_substitute: {
				Args: {
					p_absent: string;
					p_ends: string;
					p_residence: string;
					p_starts: string;
					p_substitute: string;
				};
				Returns: string;
			};
			open_residence: {
				Args: {
					p_address: string;
					p_caretaker_email: string;
					p_caretaker_name: string;
					p_name: string;
					p_residence: string;
					p_time_zone: string;
				};
				Returns: string;
			};
			open_round: { Args: { p_base_version: number; p_round: string }; Returns: undefined };
			order_round: { Args: { p_round: string }; Returns: undefined };
			page_access: {
				Args: { p_before: number; p_member: string; p_residence: string };
				Returns: Json;
			};
			page_catalogue: { Args: { p_residence: string }; Returns: Json };
			page_credentials: { Args: { p_residence: string }; Returns: Json };
			page_delivery: { Args: { p_round: string }; Returns: Json };
			page_desk: { Args: { p_round: string }; Returns: Json };
			page_desk_order: { Args: { p_household: string; p_round: string }; Returns: Json };
			page_devices: { Args: { p_residence: string }; Returns: Json };
			page_helpers: { Args: { p_person?: string; p_residence: string }; Returns: Json };
			page_home: { Args: { p_residence: string }; Returns: Json };
			page_import: { Args: { p_residence: string }; Returns: Json };
			page_inbox: { Args: { p_residence: string }; Returns: Json };
			page_joining: { Args: { p_residence: string }; Returns: Json };
			page_landlord: { Args: { p_page?: number; p_residence: string }; Returns: Json };
			page_money: { Args: { p_round: string }; Returns: Json };
			page_my_data: { Args: { p_residence: string }; Returns: Json };
			page_notification_settings: { Args: { p_residence: string }; Returns: Json };
			page_orders: { Args: { p_household?: string; p_residence: string }; Returns: Json };
			page_people: { Args: { p_residence: string }; Returns: Json };
			page_person: { Args: { p_member: string; p_residence: string }; Returns: Json };
			page_pickup: { Args: { p_round: string }; Returns: Json };
			page_privacy: { Args: Record<PropertyKey, never>; Returns: Json };
			page_profile: { Args: { p_residence: string }; Returns: Json };
			page_reach: { Args: { p_residence: string }; Returns: Json };
			page_retention: { Args: { p_months?: Json; p_residence: string }; Returns: Json };
			page_round: { Args: { p_household?: string; p_round: string }; Returns: Json };
			page_round_admin: { Args: { p_round: string }; Returns: Json };
			page_round_edit: { Args: { p_residence: string; p_round: string }; Returns: Json };
			page_rounds: { Args: { p_household?: string; p_residence: string }; Returns: Json };
			page_settings: { Args: { p_residence: string }; Returns: Json };
			page_slips: { Args: { p_round: string }; Returns: Json };
			page_waiting: { Args: Record<PropertyKey, never>; Returns: Json };
			password_worked: { Args: { p_email: string; p_network: string }; Returns: undefined };
			people_of_sessions: { Args: { p_sessions: string[] }; Returns: Json };
			pick_up: {
				Args: { p_by?: string; p_note?: string; p_order: string; p_state: string };
				Returns: undefined;
			};
			place_order: {
				Args: {
					p_base_version: number;
					p_client_key: string;
					p_for_member?: string;
					p_household: string;
					p_lines: Json;
					p_round: string;
				};
				Returns: Json;
			};
			preview_delivery: {
				Args: { p_arrivals: Json; p_round: string; p_rule: string };
				Returns: Json;
			};
			producer_sheet: { Args: { p_token: string }; Returns: Json };
			prove_session: { Args: { p_session: string }; Returns: undefined };
			push_health: { Args: Record<PropertyKey, never>; Returns: Json };
			read_all_notifications: { Args: { p_residence: string; p_until: string }; Returns: number };
			read_notification: { Args: { p_notification: string }; Returns: Json };
			record_deliveries: { Args: { p_results: Json }; Returns: undefined };
			record_mandate: {
				Args: {
					p_asked_by: string;
					p_email: string;
					p_household: string;
					p_months: number;
					p_name: string;
					p_person: string;
					p_read_out: string;
					p_residence: string;
					p_scopes: string[];
				};
				Returns: string;
			};
			record_payment: {
				Args: {
					p_amount_cents: number;
					p_client_key: string;
					p_household: string;
					p_kind: string;
					p_method: string;
					p_note: string;
					p_round: string;
					p_tendered_cents: number;
				};
				Returns: Json;
			};
			register_device: { Args: { p_name: string; p_via: string }; Returns: Json };
			rename_device: { Args: { p_name: string; p_session: string }; Returns: undefined };
			rename_household: {
				Args: {
					p_building: string;
					p_door: string;
					p_floor: number;
					p_household: string;
					p_residence: string;
					p_staircase: string;
				};
				Returns: undefined;
			};
			renew_join_code: { Args: { p_residence: string }; Returns: string };
			renew_sheet_link: { Args: { p_round: string }; Returns: undefined };
			reopen_round: { Args: { p_closes: string; p_round: string }; Returns: undefined };
			report_delivery: { Args: { p_token: string; p_what: string }; Returns: undefined };
			request_code: { Args: { p_email: string; p_network: string }; Returns: Json };
			resend_sheet: { Args: { p_round: string }; Returns: boolean };
			reverse_payment: { Args: { p_entry: number }; Returns: undefined };
			revoke_letter: { Args: { p_letter: string }; Returns: undefined };
			revoke_sheet: { Args: { p_round: string }; Returns: undefined };
			revoke_substitute: { Args: { p_substitution: string }; Returns: undefined };
			rounds_not_closed: { Args: Record<PropertyKey, never>; Returns: number };
			run_retention: { Args: { p_limit: number }; Returns: Json };
			save_member: {
				Args: {
					p_email: string;
					p_household: string;
					p_member: string;
					p_name: string;
					p_phone: string;
					p_residence: string;
				};
				Returns: string;
			};
			save_password: {
				Args: { p_end_others: boolean; p_hash: string; p_session: string };
				Returns: number;
			};
			save_profile: {
				Args: {
					p_display_name: string;
					p_language: string;
					p_phone_to: string;
					p_reads_aloud: boolean;
					p_residence: string;
					p_shows_staircase: boolean;
					p_text_size: string;
					p_theme: string;
				};
				Returns: undefined;
			};
			save_push_subscription: {
				Args: {
					p_auth: string;
					p_endpoint: string;
					p_language: string;
					p_p256dh: string;
					p_welcome: boolean;
				};
				Returns: Json;
			};
			save_residence: {
				Args: {
					p_address: string;
					p_lodge_phone: string;
					p_name: string;
					p_pickup_place: string;
					p_residence: string;
				};
				Returns: undefined;
			};
			save_retention: { Args: { p_months: Json; p_residence: string }; Returns: undefined };
			save_round: {
				Args: {
					p_base_version: number;
					p_data: Json;
					p_offers: Json;
					p_residence: string;
					p_round: string;
				};
				Returns: string;
			};
			see_roles: { Args: { p_residence: string }; Returns: undefined };
			send_test_push: { Args: { p_residence: string }; Returns: number };
			send_test_to_all: { Args: { p_residence: string }; Returns: Json };
			settle_round: { Args: { p_round: string; p_undo?: boolean }; Returns: undefined };
			setup_status: { Args: Record<PropertyKey, never>; Returns: Json };
			show_contacts: { Args: { p_member: string; p_residence: string }; Returns: Json };
			show_phone: { Args: { p_member: string; p_residence: string }; Returns: string };
			show_phone_list: { Args: { p_residence: string }; Returns: Json };
			show_request_contacts: { Args: { p_request: string }; Returns: Json };
			sign_out_device: { Args: { p_session: string }; Returns: undefined };
			sign_out_other_devices: { Args: Record<PropertyKey, never>; Returns: number };
			stage_import: {
				Args: { p_file_name: string; p_problems: Json; p_residence: string; p_rows: Json };
				Returns: string;
			};
			start_retention: { Args: { p_residence: string }; Returns: undefined };
			tell_due: { Args: Record<PropertyKey, never>; Returns: number };
			touch_device: { Args: Record<PropertyKey, never>; Returns: boolean };
			try_code: { Args: { p_email: string; p_network: string }; Returns: undefined };
			try_setup_code: { Args: { p_code: string; p_network: string }; Returns: boolean };
			unused_photos: { Args: { p_limit: number }; Returns: string[] };
			use_letter: {
				Args: {
					p_key: string;
					p_member: string;
					p_name: string;
					p_network: string;
					p_secret: string;
				};
				Returns: Json;
			};
			withdraw_join_request: { Args: { p_request: string }; Returns: undefined };
		};
		Enums: {
			[_ in never]: never;
		};
		CompositeTypes: {
			[_ in never]: never;
		};
	};
};

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>;

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, 'public'>];

export type Tables<
	DefaultSchemaTableNameOrOptions extends
		| keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
		| { schema: keyof DatabaseWithoutInternals },
	TableName extends (DefaultSchemaTableNameOrOptions extends {
		schema: keyof DatabaseWithoutInternals;
	}
		? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
				DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])
		: never) = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
	? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
			DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])[TableName] extends {
			Row: infer R;
		}
		? R
		: never
	: DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
		? (DefaultSchema['Tables'] & DefaultSchema['Views'])[DefaultSchemaTableNameOrOptions] extends {
				Row: infer R;
			}
			? R
			: never
		: never;

export type TablesInsert<
	DefaultSchemaTableNameOrOptions extends
		keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
	TableName extends (DefaultSchemaTableNameOrOptions extends {
		schema: keyof DatabaseWithoutInternals;
	}
		? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
		: never) = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
	? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
			Insert: infer I;
		}
		? I
		: never
	: DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
		? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
				Insert: infer I;
			}
			? I
			: never
		: never;

export type TablesUpdate<
	DefaultSchemaTableNameOrOptions extends
		keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
	TableName extends (DefaultSchemaTableNameOrOptions extends {
		schema: keyof DatabaseWithoutInternals;
	}
		? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
		: never) = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
	? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
			Update: infer U;
		}
		? U
		: never
	: DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
		? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
				Update: infer U;
			}
			? U
			: never
		: never;

export type Enums<
	DefaultSchemaEnumNameOrOptions extends
		keyof DefaultSchema['Enums'] | { schema: keyof DatabaseWithoutInternals },
	EnumName extends (DefaultSchemaEnumNameOrOptions extends {
		schema: keyof DatabaseWithoutInternals;
	}
		? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums']
		: never) = never
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
	? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums'][EnumName]
	: DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema['Enums']
		? DefaultSchema['Enums'][DefaultSchemaEnumNameOrOptions]
		: never;

export type CompositeTypes<
	PublicCompositeTypeNameOrOptions extends
		keyof DefaultSchema['CompositeTypes'] | { schema: keyof DatabaseWithoutInternals },
	CompositeTypeName extends (PublicCompositeTypeNameOrOptions extends {
		schema: keyof DatabaseWithoutInternals;
	}
		? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes']
		: never) = never
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
	? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes'][CompositeTypeName]
	: PublicCompositeTypeNameOrOptions extends keyof DefaultSchema['CompositeTypes']
		? DefaultSchema['CompositeTypes'][PublicCompositeTypeNameOrOptions]
		: never;

export const Constants = {
	public: {
		Enums: {}
	}
} as const;
