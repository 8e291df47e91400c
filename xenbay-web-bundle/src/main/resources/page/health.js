// SPDX-License-Identifier: Apache-2.0
// What each check of the daemon and its host has found, as it changes.
import { get } from '/server.js';
import { heading, make, refusalOf, setText, table } from '/dom.js';
import { onChange, state } from '/live.js';

const PERIOD = 5000;

/** A judgement as a mark and a word. */
export function severity(word) {
    return make('span', { className: `health ${word.toLowerCase()}` }, word);
}

export function showHealth(main) {
    const line = make('p', { className: 'judgement' });
    const place = make('div');
    let drawn = '';
    let asked = '';
    let over = false;
    main.append(heading('Health'), line, place);

    async function draw() {
        try {
            const found = await get('health');
            const text = JSON.stringify(found);
            if (over || text === drawn) {
                return;
            }
            drawn = text;
            line.replaceChildren(severity(found.severity), found.line);
            place.replaceChildren(table('What the checks have found', ['Check', 'Severity', 'What'],
                found.findings.map((each) => [each.check, severity(each.severity), each.text])));
        } catch (failed) {
            if (!over) {
                drawn = '';
                place.replaceChildren(refusalOf(failed));
            }
        }
    }

    draw();
    const timer = setInterval(draw, PERIOD);
    const end = onChange(() => {
        const now = `${state.health.severity} ${state.health.line}`;
        if (now !== asked) {
            asked = now;
            draw();
        }
    });
    return () => {
        over = true;
        end();
        clearInterval(timer);
    };
}

/** The judgement in the page's head, which leads to the findings; returns what is new about it. */
export function fillBadge(badge) {
    const { health } = state;
    const word = state.connected ? health.severity ?? '' : '';
    const before = badge.dataset.severity ?? '';
    badge.hidden = !word;
    badge.className = `badge ${word.toLowerCase()}`;
    badge.dataset.severity = word;
    badge.title = health.line ?? '';
    setText(badge.lastElementChild, word);
    return before && word && before !== word ? [`Health is ${word}: ${health.line}`] : [];
}
