// SPDX-License-Identifier: Apache-2.0
// Bundles: one that is added, and their update under running guests: first a rehearsal, then the measured pause of each device.
import { bring, get, post } from '/server.js';
import { dialog, facts, heading, make, refusalOf, table } from '/dom.js';
import { number } from '/plot.js';

function planned(plan) {
    return make('section', { className: 'plan' }, make('h3', {}, 'What it would do'), facts([
        ['bundle', `${plan.bundle}, ${plan.from} by ${plan.to}`],
        ['refreshed with it', plan.refreshed.join(', ') || 'none'],
        ['parked', plan.parked.length
            ? `${plan.parked.join(', ')}; each for ${plan.longestSeconds} s at most` : 'no device'],
    ]));
}

function done(report) {
    const pauses = Object.entries(report.pauses);
    const longest = Math.max(1, ...pauses.map(([, millis]) => millis));
    return make('section', { className: 'report', role: 'status' },
        make('h3', {}, report.undone ? 'It was undone' : `${report.bundle} ${report.to} runs`),
        report.undone ? make('p', { className: 'refusal' }, report.undone) : null,
        pauses.length ? table('Pauses', ['Device', 'Not served for', ''], pauses.map(([id, millis]) =>
            [id, `${millis} ms`, make('meter', { min: 0, max: longest, value: millis, 'aria-label': `${number(millis)} ms` })])) : null,
        Object.entries(report.lost).map(([id, why]) => make('p', { className: 'refusal' }, `${id}: ${why}`)));
}

function update(bundle, again) {
    const file = make('input', { id: 'jar', type: 'file', accept: '.jar', required: true });
    const place = make('div');
    let plan = null;
    let finished = false;
    file.addEventListener('change', () => {
        plan = null;
        place.replaceChildren();
        box.querySelector('button.main').textContent = 'Rehearse';
    });
    const box = dialog(`Update ${bundle.name}`,
        [make('label', { htmlFor: 'jar' }, 'The new version, a bundle’s jar'), file, place],
        'Rehearse', async (fields, send) => {
            if (finished) {
                return true;
            }
            if (!plan) {
                plan = await bring('jar', { bundle: bundle.name }, file.files[0]);
                place.replaceChildren(planned(plan));
                send.textContent = 'Update now';
                return false;
            }
            const { upload } = plan;
            plan = null;
            send.textContent = 'Rehearse';
            const report = await post('update', { upload });
            place.replaceChildren(done(report));
            finished = true;
            send.textContent = 'Close';
            again();
            return false;
        });
}

function deploy(again) {
    const file = make('input', { id: 'jar', type: 'file', accept: '.jar', required: true });
    const place = make('div');
    let finished = false;
    file.addEventListener('change', () => place.replaceChildren());
    dialog('Deploy a bundle',
        [make('label', { htmlFor: 'jar' }, 'A bundle’s jar, which is put into deploy/. One of the same name is replaced under its guests; Update… rehearses that first.'), file, place],
        'Deploy', async (fields, send) => {
            if (finished) {
                return true;
            }
            const { upload } = await bring('jar', {}, file.files[0]);
            const said = await post('deploy', { upload });
            place.replaceChildren(make('p', { role: 'status' }, said.done));
            finished = true;
            send.textContent = 'Close';
            again();
            return false;
        });
}

export function showBundles(main, words, session) {
    const place = make('div');
    const mayUpdate = session.access === 'full' && session.updates;
    main.append(heading('Bundles', mayUpdate
        ? make('button', { type: 'button', id: 'deploy', onclick: () => deploy(look) }, 'Deploy…') : null), place);
    function look() {
        get('bundles').then((bundles) => place.replaceChildren(table('Bundles in deploy/ and of the platform',
            ['Bundle', 'Version', 'From', 'State', 'Reason', ''],
            bundles.map((bundle) => [bundle.name, bundle.version, bundle.origin, bundle.state, bundle.reason || '–',
                mayUpdate && bundle.id >= 0
                    ? make('button', { type: 'button', 'aria-label': `Update ${bundle.name}`, onclick: () => update(bundle, look) }, 'Update…')
                    : '']))),
        ).catch((failed) => place.replaceChildren(refusalOf(failed)));
    }
    look();
}
