// SPDX-License-Identifier: Apache-2.0
// The host, and which types of devices it serves.
import { get } from '/server.js';
import { facts, heading, make, refusalOf, table } from '/dom.js';
import { number } from '/plot.js';

function share(memory) {
    const percent = memory.total ? (100 * memory.taken) / memory.total : 0;
    const holders = Object.entries(memory.holdings).map(([domain, bytes]) => [`domain ${domain}`, `${number(bytes / 1024)} kB`]);
    return make('section', { className: 'card' }, make('h2', {}, 'Memory that is kept for guests'),
        make('meter', { min: 0, max: 100, value: percent, 'aria-label': 'Taken of all memory' }),
        facts([['taken', `${number(memory.taken / 1048576)} of ${number(memory.total / 1048576)} MB`],
            ['refused', memory.refusals], ...holders]));
}

export function showHost(main) {
    const place = make('div', { className: 'columns' });
    main.append(heading('Host'), place);
    get('host').then((host) => place.replaceChildren(
        make('section', { className: 'card' }, make('h2', {}, 'Host'), facts([
            ['hypervisor', host.hypervisor], ['own domain', host.ownDomain],
            ['XenStore', host.storeConnected ? 'connected' : 'not connected'], ['domains', host.domains],
            ['devices', `${host.devices}, ${host.connected} connected`], ['mapped pages', host.mappedPages],
            ['bound ports', host.boundPorts], ['keeper', host.keeper], ['confinement', host.confinement]])),
        share(host.memory),
        make('section', { className: 'card wide' }, make('h2', {}, 'Backends'),
            table('Types that are served', ['Type', 'Devices', 'Connected', 'Parked', 'Bundle', 'Version', 'Stands by'],
                host.backends.map((each) => [each.type, String(each.devices), String(each.connected), String(each.parked),
                    each.bundle, each.version, each.standingBy.join(', ') || '–'])))),
    ).catch((failed) => place.replaceChildren(refusalOf(failed)));
}
