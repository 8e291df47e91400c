// SPDX-License-Identifier: Apache-2.0
// A guest's screen, with its keyboard and pointer.
import RFB from '/lib/novnc/core/rfb.js';
import { socketAddress } from '/server.js';
import { heading, make, setText } from '/dom.js';

const RETRY = 1000;

export function showScreen(main, id, session) {
    const state = make('p', { className: 'hint', role: 'status' }, 'Connecting …');
    const leave = make('a', { className: 'button', href: `#/device/${id}` }, 'Leave');
    const full = make('button', { type: 'button', onclick: () => place.requestFullscreen() }, 'Whole screen');
    const place = make('div', { className: 'screen', tabIndex: 0, role: 'application', 'aria-label': `Screen ${id}` });
    main.append(heading(id, full, leave), place, state);
    const mayType = session.access === 'full';
    let viewer;
    let timer;
    let over = false;
    // Whether the keys go to the screen, or went there when the connection ended.
    let attended = false;

    // The guest gets all keys but this one, so that who has only a keyboard comes out again.
    place.addEventListener('keydown', (event) => {
        if (event.ctrlKey && event.key === ']') {
            event.preventDefault();
            event.stopPropagation();
            leave.focus();
        }
    }, true);

    place.addEventListener('focus', () => viewer.focus());
    // noVNC lets go of all keys when the window loses the keyboard. A key that is let go of elsewhere would stay down in the guest.
    place.addEventListener('focusout', ({ target }) => {
        window.dispatchEvent(new Event('blur'));
        setTimeout(() => {
            // noVNC takes its canvas away at the end of a connection: nobody has left the screen then.
            if (target.isConnected) {
                attended = place.contains(document.activeElement);
            }
        });
    });
    place.addEventListener('focusin', () => {
        attended = true;
    });

    function connect() {
        const { url, protocols } = socketAddress('screen', { id });
        viewer = new RFB(place, url, { wsProtocols: protocols, shared: true });
        viewer.viewOnly = !mayType;
        viewer.scaleViewport = true;
        viewer.background = 'transparent';
        viewer.addEventListener('connect', () => {
            setText(state, mayType ? 'Ctrl-] leaves the screen.' : 'Your token is read-only: keys and pointer are not sent.');
            place.dataset.connected = 'yes';
            if (attended) {
                viewer.focus();
            }
        });
        viewer.addEventListener('disconnect', () => {
            delete place.dataset.connected;
            if (!over) {
                setText(state, 'Not connected. Trying again …');
                if (attended) {
                    place.focus();
                }
                timer = setTimeout(connect, RETRY);
            }
        });
    }
    connect();
    place.focus();
    return () => {
        over = true;
        clearTimeout(timer);
        viewer.disconnect();
    };
}
