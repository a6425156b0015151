import type { Page } from '@playwright/test';
import { expect } from '../fixtures.ts';
import { awaitScript, residenceOf } from './people.ts';

/** The caretaker prepares a round of that producer and opens it. Answers its address, /r/…/orders/…. */
export async function openNewRound(page: Page, producer: string, title: string): Promise<string> {
	const preview = await prepareRound(page, producer, title);
	await page.getByRole('button', { name: 'Ouvrir la commande' }).click();
	await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
	return preview.replace('/edit/preview', '');
}

/** The caretaker prepares a round and stops before opening it, at its preview. */
export async function prepareRound(page: Page, producer: string, title: string): Promise<string> {
	await page.goto(`${residenceOf(page)}/orders/new`);
	await page.getByRole('link', { name: producer }).click();
	await page.getByLabel('Titre').fill(title);
	await page.getByRole('button', { name: 'Enregistrer et relire' }).click();
	await expect(page).toHaveURL(/\/edit\/preview$/);
	return new URL(page.url()).pathname;
}

/** Reads the dry run, then closes and sends. */
export async function closeAndSend(page: Page, round: string): Promise<void> {
	await page.goto(`${round}/close`);
	await expect(page.getByText('Rien n’est encore fait.')).toBeVisible();
	await page.getByRole('button', { name: 'Fermer et envoyer' }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'Bon du producteur' })).toBeVisible();
}

/** The producer's private link, as the caretaker sees it. */
export async function readSheetLink(page: Page, round: string): Promise<string> {
	await page.goto(`${round}/sheet`);
	return page.getByLabel('Adresse de la page').inputValue();
}

/** Counts the delivery: what arrived of a product, all else as announced, shared by the default rule. */
export async function countDelivery(page: Page, round: string): Promise<void> {
	await page.goto(`${round}/delivery`);
	await awaitScript(page);
	await page.getByRole('button', { name: 'Voir qui reçoit quoi' }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'Qui reçoit quoi' })).toBeVisible();
}
