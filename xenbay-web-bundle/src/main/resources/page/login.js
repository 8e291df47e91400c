// SPDX-License-Identifier: Apache-2.0
import { keepKey } from '/server.js';

const form = document.getElementById('form');
const refusal = document.getElementById('refusal');

async function logIn(fields) {
    refusal.textContent = '';
    const answer = await fetch('/login', { method: 'POST', body: new URLSearchParams(fields) });
    const said = await answer.json();
    if (answer.ok) {
        keepKey(said.key);
        location.replace('/');
    } else {
        refusal.textContent = said.refused;
        form.elements.token.select();
    }
}

form.addEventListener('submit', (event) => {
    event.preventDefault();
    logIn({ token: form.elements.token.value.trim() }).catch((failed) => {
        refusal.textContent = `The host does not answer: ${failed.message}`;
    });
});

// A link that logs in once. What follows the # is never sent, nor kept in the history.
const code = new URLSearchParams(location.hash.slice(1)).get('code');
if (code) {
    history.replaceState(null, '', '/login');
    logIn({ code }).catch((failed) => {
        refusal.textContent = `The host does not answer: ${failed.message}`;
    });
}
