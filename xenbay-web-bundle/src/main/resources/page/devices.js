// SPDX-License-Identifier: Apache-2.0
// All devices, as they change.
import { post } from '/server.js';
import { dialog, heading, health, make, setText } from '/dom.js';
import { devices, onChange, state } from '/live.js';

const HEADS = ['Device', 'Guest', 'Backend', 'Frontend', 'Events', 'Status'];

/** Where to go from a device. */
export function links(device) {
    const list = [];
    if (device.type === 'console' && device.backend === 'Connected') {
        list.push(make('a', { className: 'button', href: `#/console/${device.id}` }, 'Console'));
    }
    if (device.type === 'vfb' && device.backend === 'Connected') {
        list.push(make('a', { className: 'button', href: `#/screen/${device.id}` }, 'Screen'));
    }
    return list;
}

function row(device) {
    const cells = HEADS.map((head) => make('td', { 'data-head': head }));
    const link = make('a', { href: `#/device/${device.id}` }, device.id);
    cells[0].append(link);
    const status = make('span', { className: 'status' });
    const open = make('span', { className: 'open' });
    cells[5].append(make('span', { className: 'mark' }), status, open);
    return { element: make('tr', { 'data-id': device.id }, cells), cells, status, open, drawn: '' };
}

function fill(entry, device) {
    const { cells } = entry;
    setText(cells[1], device.name);
    setText(cells[2], device.backend);
    setText(cells[3], device.frontend);
    setText(cells[4], String(device.events));
    setText(entry.status, device.status);
    const drawn = `${device.health} ${device.backend}`;
    if (drawn !== entry.drawn) {
        entry.drawn = drawn;
        cells[5].firstChild.replaceChildren(health(device));
        entry.open.replaceChildren(...links(device));
    }
}

function byId(one, other) {
    return one.domain - other.domain || one.id.localeCompare(other.id, 'en', { numeric: true });
}

function attach() {
    const first = [...devices.values()][0];
    dialog('Attach a device',
        [
            make('label', { htmlFor: 'attach-id' }, 'Device'),
            make('input', { id: 'attach-id', name: 'id', required: true, value: first ? `${first.domain}/` : '', spellcheck: false }),
            make('p', { className: 'hint' }, 'domain/type/number, such as 1/vkbd/1'),
            make('label', { htmlFor: 'attach-options' }, 'Options'),
            make('textarea', { id: 'attach-options', name: 'options', rows: 3, spellcheck: false }),
            make('p', { className: 'hint' }, 'Keys as in xl.cfg, key=value'),
        ],
        'Attach', (fields) => post('attach', Object.fromEntries(fields)));
}

export function showDevices(main, words, session) {
    const body = make('tbody');
    const empty = make('p', { className: 'empty' });
    const filter = make('input', { type: 'search', placeholder: 'Filter', 'aria-label': 'Filter devices', oninput: () => draw() });
    const rows = new Map();
    main.append(
        heading('Devices', filter, session.access === 'full'
            ? make('button', { type: 'button', className: 'main', onclick: attach }, 'Attach…') : null),
        make('div', { className: 'scroll' }, make('table', { className: 'devices' },
            make('caption', { className: 'unseen' }, 'Devices of all guests'),
            make('thead', {}, make('tr', {}, HEADS.map((head) => make('th', { scope: 'col' }, head)))), body)),
        empty);

    function draw() {
        const wanted = filter.value.trim().toLowerCase();
        const shown = [...devices.values()].filter((device) =>
            `${device.id} ${device.name} ${device.status}`.toLowerCase().includes(wanted)).sort(byId);
        const ids = new Set(shown.map((device) => device.id));
        rows.forEach((entry, id) => {
            if (!ids.has(id)) {
                entry.element.remove();
                rows.delete(id);
            }
        });
        shown.forEach((device, i) => {
            const entry = rows.get(device.id) ?? row(device);
            rows.set(device.id, entry);
            fill(entry, device);
            if (body.children[i] !== entry.element) {
                body.insertBefore(entry.element, body.children[i] ?? null);
            }
        });
        setText(empty, shown.length ? '' : state.connected ? 'There is no such device.' : 'Waiting for the host …');
    }

    draw();
    return onChange(draw);
}
