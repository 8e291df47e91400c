// SPDX-License-Identifier: Apache-2.0
// Which view is shown. A view is a function: it gets the place, its words of the address, and what the session may do; it gives what ends it.
import { get, post, toLogin } from '/server.js';
import { make, refusalOf, setText } from '/dom.js';
import { listen, onChange, state } from '/live.js';
import { showDevices } from '/devices.js';
import { showDevice } from '/device.js';
import { showConsole } from '/console.js';
import { showScreen } from '/screen.js';
import { fillBadge, showHealth } from '/health.js';
import { showHost } from '/host.js';
import { showBundles } from '/bundles.js';
import { showSettings } from '/settings.js';
import { showLog } from '/log.js';

const VIEWS = {
    devices: ['Devices', showDevices],
    host: ['Host', showHost],
    bundles: ['Bundles', showBundles],
    settings: ['Settings', showSettings],
    log: ['Log', showLog],
    health: ['Health', showHealth, 'by the badge'],
    device: ['', showDevice],
    console: ['', showConsole],
    screen: ['', showScreen],
};

const main = document.getElementById('main');
const nav = document.getElementById('nav');
let end = () => {};
let session = { access: 'read-only', updates: false };

function show() {
    const [name, ...words] = location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
    const known = name in VIEWS ? name : 'devices';
    end();
    main.replaceChildren();
    for (const link of nav.children) {
        if (link.dataset.view === known) {
            link.setAttribute('aria-current', 'page');
        } else {
            link.removeAttribute('aria-current');
        }
    }
    document.title = `Xenbay: ${words.join('/') || VIEWS[known][0]}`;
    try {
        end = VIEWS[known][1](main, words.join('/'), session) ?? (() => {});
    } catch (failed) {
        end = () => {};
        main.replaceChildren(refusalOf(failed));
    }
}

function summarise(news) {
    const { host } = state;
    const text = !state.connected ? 'The host does not answer'
        : host.devices === undefined ? 'The core is not running'
            : `${host.devices} devices, ${host.well} well`;
    setText(document.getElementById('summary'), text);
    document.body.classList.toggle('lost', !state.connected);
    const all = [...fillBadge(document.getElementById('health')), ...news];
    if (all.length) {
        setText(document.getElementById('news'), all.slice(0, 3).join('; '));
    }
}

async function begin() {
    session = await get('session');
    nav.append(...Object.entries(VIEWS).filter(([, [title, , other]]) => title && !other).map(([name, [title]]) =>
        make('a', { href: `#/${name}`, 'data-view': name }, title)));
    document.body.classList.toggle('readonly', session.access !== 'full');
    document.getElementById('logout').addEventListener('click', () => post('logout').finally(toLogin));
    document.getElementById('skip').addEventListener('click', (event) => {
        event.preventDefault();
        main.focus();
    });
    window.addEventListener('hashchange', () => {
        show();
        if (!main.contains(document.activeElement)) {
            main.focus();
        }
    });
    onChange(summarise);
    listen();
    show();
}

begin().catch((failed) => main.replaceChildren(refusalOf(failed)));
