// SPDX-License-Identifier: Apache-2.0
// A guest's console, in a terminal of 80 by 24.
import { Terminal } from '/lib/xterm/lib/xterm.mjs';
import { openSocket } from '/server.js';
import { heading, make, setText } from '/dom.js';

const COLUMNS = 80;
const ROWS = 24;
const RETRY = 1000;

/** The terminal makes style sheets of its own: with the document's nonce they are allowed, and those of nobody else. */
function withNonce(action) {
    const nonce = document.querySelector('meta[name=style-nonce]').content;
    const { createElement } = Document.prototype;
    document.createElement = (tag, options) => {
        const element = createElement.call(document, tag, options);
        if (tag.toLowerCase() === 'style') {
            element.nonce = nonce;
        }
        return element;
    };
    try {
        action();
    } finally {
        delete document.createElement;
    }
}

export function showConsole(main, id, session) {
    const state = make('p', { className: 'hint', role: 'status' });
    const leave = make('a', { className: 'button', href: `#/device/${id}` }, 'Leave');
    const place = make('div', { className: 'terminal', 'aria-label': `Console ${id}` });
    main.append(heading(id, leave), make('div', { className: 'scroll dark' }, place), state);
    const size = Math.max(7, Math.min(15, Math.floor(place.clientWidth / COLUMNS / 0.61)));
    const terminal = new Terminal({
        cols: COLUMNS, rows: ROWS, fontSize: size, scrollback: 2000, disableStdin: session.access !== 'full',
        screenReaderMode: false, fontFamily: 'ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace',
        theme: { background: '#10151a', foreground: '#dde5ea' },
    });
    withNonce(() => terminal.open(place));
    terminal.attachCustomKeyEventHandler((event) => {
        if (event.type === 'keydown' && event.ctrlKey && event.key === ']') {
            leave.focus();
            return false;
        }
        return true;
    });
    terminal.focus();

    let socket;
    let timer;
    let over = false;
    const encoder = new TextEncoder();
    function send(bytes) {
        if (socket.readyState === WebSocket.OPEN) {
            socket.send(bytes);
        }
    }
    terminal.onData((text) => send(encoder.encode(text)));
    terminal.onBinary((text) => send(Uint8Array.from(text, (letter) => letter.charCodeAt(0))));

    function connect() {
        socket = openSocket('console', { id });
        let first = true;
        socket.addEventListener('message', (event) => {
            if (first) {
                // The console tells what it has kept from the beginning.
                terminal.reset();
                first = false;
            }
            terminal.write(new Uint8Array(event.data));
        });
        socket.addEventListener('open', () => setText(state, session.access === 'full'
            ? 'Ctrl-] leaves the terminal.' : 'Your token is read-only: nothing that you type is sent.'));
        socket.addEventListener('close', (event) => {
            if (!over) {
                setText(state, `Not connected: ${event.reason || 'the host does not answer'}. Trying again …`);
                timer = setTimeout(connect, RETRY);
            }
        });
    }
    connect();
    return () => {
        over = true;
        clearTimeout(timer);
        socket.close();
        terminal.dispose();
    };
}
