// SPDX-License-Identifier: Apache-2.0
// What the page asks of its host. Each request brings the session's key, which other pages do not have, whatever cookie they bring.

const KEY = 'xenbay-key';

export function keepKey(key) {
    localStorage.setItem(KEY, key);
}

function key() {
    return localStorage.getItem(KEY) ?? '';
}

export function toLogin() {
    localStorage.removeItem(KEY);
    location.replace('/login');
}

async function ask(path, options) {
    const answer = await fetch(path, { ...options, headers: { 'X-Xenbay-Key': key() } });
    if (answer.status === 204) {
        return null;
    }
    const said = await answer.json();
    if (answer.status === 401 || (answer.status === 403 && said.refused.includes('log in again'))) {
        toLogin();
    }
    if (!answer.ok) {
        throw new Error(said.refused);
    }
    return said;
}

function withQuery(name, query) {
    const text = new URLSearchParams(query).toString();
    return `/api/${name}${text ? `?${text}` : ''}`;
}

/** Asks for something that is shown. */
export function get(name, query = {}) {
    return ask(withQuery(name, query), {});
}

/** Has something done. */
export function post(name, fields = {}) {
    return ask(`/api/${name}`, { method: 'POST', body: new URLSearchParams(fields) });
}

/** Brings a file. */
export function bring(name, query, file) {
    return ask(withQuery(name, query), { method: 'POST', body: file });
}

/** Where a socket is, and what it brings. */
export function socketAddress(name, query = {}) {
    const text = new URLSearchParams(query).toString();
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    return { url: `${scheme}://${location.host}/socket/${name}${text ? `?${text}` : ''}`, protocols: ['xenbay', key()] };
}

export function openSocket(name, query = {}) {
    const { url, protocols } = socketAddress(name, query);
    const socket = new WebSocket(url, protocols);
    socket.binaryType = 'arraybuffer';
    return socket;
}
