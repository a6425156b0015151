// Shows a password while its box is ticked. By itself: pages for passwords need no other script.
document.addEventListener('change', ({ target }) => {
	const field = document.getElementById(target.dataset?.shows ?? '');
	if (field) field.type = target.checked ? 'text' : 'password';
});
