// SPDX-License-Identifier: Apache-2.0
// The configuration that is in force.
import { get } from '/server.js';
import { heading, make, refusalOf, table } from '/dom.js';

export function showSettings(main) {
    const place = make('div');
    main.append(heading('Settings'), place);
    get('config').then((rows) => place.replaceChildren(table('Settings of all components',
        ['Configuration', 'Key', 'Value', 'From', 'What it is for'],
        rows.map((row) => [row.pid, row.key, row.value, row.origin,
            make('span', {}, row.description ?? '', row.problem ? make('span', { className: 'refusal' }, row.problem) : null)]))),
    ).catch((failed) => place.replaceChildren(refusalOf(failed)));
}
