const rows = Array.from({ length: 30 }, (_, index) => ({
	id: index,
	name: `Article ${index}`,
	price: `${index + 1},80 €`,
	place: 'Escalier B'
}));

export const load = () => ({ rows });
