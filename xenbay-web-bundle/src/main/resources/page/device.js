// SPDX-License-Identifier: Apache-2.0
// A device: why it is as it is, its figures, and what happened to it.
import { get, post } from '/server.js';
import { dialog, facts, heading, health, make, refusalOf, setText, table } from '/dom.js';
import { links } from '/devices.js';
import { number, Plot } from '/plot.js';

const PERIOD = 2000;

function detach(id) {
    dialog(`Detach ${id}`,
        [
            make('p', {}, 'The backend is asked to close the device, as the toolstack does.'),
            make('label', { className: 'check' }, make('input', { type: 'checkbox', name: 'force', value: 'yes' }),
                ' Remove it even if it does not close'),
        ],
        'Detach', async (fields) => {
            await post('detach', { id, force: fields.get('force') ?? '' });
            location.hash = '#/devices';
        });
}

/** A figure: its value, or how much it grows in a second. */
class FigureCard {
    constructor(figure) {
        this.plot = new Plot(figure.name);
        this.value = make('strong');
        this.element = make('figure', { title: figure.meaning },
            make('figcaption', {}, figure.name.replaceAll('_', ' ')), this.value, this.plot.element,
            make('p', { className: 'hint' }, figure.meaning));
    }

    add(figure, now) {
        if (typeof figure.value !== 'number') {
            setText(this.value, figure.problem ? `not known: ${figure.problem}` : 'not known');
            return;
        }
        if (figure.kind === 'COUNTER') {
            const rate = this.before === undefined ? 0 : Math.max(0, ((figure.value - this.before) * 1000) / (now - this.at));
            setText(this.value, `${number(figure.value)}, ${number(rate)}/s`);
            this.plot.add(rate);
        } else {
            setText(this.value, number(figure.value));
            this.plot.add(figure.value);
        }
        this.before = figure.value;
        this.at = now;
    }
}

function explanation(device) {
    return make('section', { className: 'card explain' },
        make('h2', {}, 'Explain'),
        make('p', {}, health(device), ' ', device.status),
        device.failure ? make('p', { className: 'refusal' }, device.failure) : null,
        device.notes.map((note) => make('p', { className: 'refusal' }, note)),
        facts([['states', `backend ${device.backend}, frontend ${device.frontend}`], ['phase', device.phase],
            ...(device.pauseMillis ? [['last pause', `${number(device.pauseMillis)} ms`]] : [])]));
}

function details(device) {
    return make('section', { className: 'card' }, make('h2', {}, 'Details'), facts([
        ['guest', device.name], ['backend path', device.backendPath], ['frontend path', device.frontendPath || 'not known yet'],
        ['mapped pages', device.mappedPages], ['bound ports', device.boundPorts], ['debug level', device.debugLevel],
        ...Object.entries(device.details),
    ]));
}

function transitions(device) {
    const rows = [...device.transitions].reverse().map((each) =>
        [new Date(each.time).toLocaleTimeString(), each.backend, each.frontend, each.event, each.action]);
    return make('section', { className: 'card' }, make('h2', {}, 'What happened'),
        table('Latest changes, newest first', ['Time', 'Backend', 'Frontend', 'Event', 'Action'], rows));
}

export function showDevice(main, id, session) {
    const top = make('div');
    const figures = make('div', { className: 'figures' });
    const below = make('div', { className: 'columns' });
    const cards = new Map();
    let over = false;
    let drawn = '';
    main.append(top, make('section', { 'aria-label': 'Figures' }, figures), below);

    function draw(device) {
        const now = performance.now();
        [{ name: 'events', kind: 'COUNTER', meaning: 'Events handled since it connected', value: device.events },
            ...device.figures].forEach((figure) => {
            if (!cards.has(figure.name)) {
                cards.set(figure.name, new FigureCard(figure));
                figures.append(cards.get(figure.name).element);
            }
            cards.get(figure.name).add(figure, now);
        });
        const { figures: ignored, events, ...rest } = device;
        const text = JSON.stringify(rest);
        if (text !== drawn) {
            drawn = text;
            if (!top.firstChild || top.dataset.backend !== device.backend) {
                top.dataset.backend = device.backend;
                top.replaceChildren(heading(device.id, links(device), session.access === 'full'
                    ? make('button', { type: 'button', onclick: () => detach(id) }, 'Detach…') : null));
            }
            below.replaceChildren(explanation(device), details(device), transitions(device));
        }
    }

    async function look() {
        try {
            const device = await get('device', { id });
            if (!over) {
                draw(device);
            }
        } catch (failed) {
            if (!over) {
                drawn = '';
                delete top.dataset.backend;
                top.replaceChildren(heading(id), refusalOf(failed));
                below.replaceChildren();
            }
        }
        if (!over) {
            timer = setTimeout(look, PERIOD);
        }
    }

    let timer;
    look();
    return () => {
        over = true;
        clearTimeout(timer);
    };
}
