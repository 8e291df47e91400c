// SPDX-License-Identifier: Apache-2.0
// The latest lines of the log.
import { get } from '/server.js';
import { heading, make, refusalOf } from '/dom.js';

const PERIOD = 2000;

export function showLog(main) {
    const place = make('ol', { className: 'log', tabIndex: 0, 'aria-label': 'Lines of the log, oldest first' });
    main.append(heading('Log'), place);
    let over = false;
    let timer;
    let drawn = '';
    async function look() {
        try {
            const lines = await get('log');
            const text = JSON.stringify(lines.at(-1));
            if (!over && text !== drawn) {
                drawn = text;
                const atEnd = place.scrollTop + place.clientHeight >= place.scrollHeight - 8;
                place.replaceChildren(...lines.map((line) => make('li', { className: line.level },
                    make('time', {}, new Date(line.millis).toLocaleTimeString()), ' ', line.text)));
                if (atEnd) {
                    place.scrollTop = place.scrollHeight;
                }
            }
        } catch (failed) {
            place.replaceChildren(refusalOf(failed));
        }
        if (!over) {
            timer = setTimeout(look, PERIOD);
        }
    }
    look();
    return () => {
        over = true;
        clearTimeout(timer);
    };
}
