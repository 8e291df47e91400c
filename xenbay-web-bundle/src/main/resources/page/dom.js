// SPDX-License-Identifier: Apache-2.0
// Elements. What guests and others have written becomes text, never markup.

/** Makes an element: properties, then children, which are elements or texts. */
export function make(tag, properties = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
        if (name.startsWith('on')) {
            element.addEventListener(name.slice(2), value);
        } else if (name in element && !name.includes('-') && name !== 'list') {
            element[name] = value;
        } else {
            element.setAttribute(name, value);
        }
    }
    element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
    return element;
}

/** Changes a text only when it differs, so that nobody who listens is told for nothing. */
export function setText(element, text) {
    if (element.textContent !== text) {
        element.textContent = text;
    }
}

/** A table whose rows become cards on a narrow screen. */
export function table(caption, heads, rows) {
    return make('div', { className: 'scroll' }, make('table', {},
        make('caption', { className: 'unseen' }, caption),
        make('thead', {}, make('tr', {}, heads.map((head) => make('th', { scope: 'col' }, head)))),
        make('tbody', {}, rows.map((row) => make('tr', {}, row.map((cell, i) => make('td', { 'data-head': heads[i] }, cell)))))));
}

/** Words and values, one below the other. */
export function facts(pairs) {
    return make('dl', { className: 'facts' }, pairs.flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, String(value))]));
}

/** How a device is, as a mark and a word. */
export function health(device) {
    const word = { WELL: 'well', WAITS: 'waits', TROUBLED: 'troubled', STUCK: 'held up', FAILED: 'failed' }[device.health];
    return make('span', { className: `health ${device.health.toLowerCase()}` }, word ?? device.health);
}

export function heading(text, ...beside) {
    return make('div', { className: 'heading' }, make('h1', {}, text), make('div', { className: 'actions' }, beside));
}

export function refusalOf(failed) {
    return make('p', { className: 'refusal', role: 'alert' }, failed.message);
}

/** A question with a form; `act` is called with its fields, and throws what is shown. */
export function dialog(title, content, action, act) {
    const refusal = make('p', { className: 'refusal', role: 'alert' });
    const send = make('button', { type: 'submit', className: 'main' }, action);
    const cancel = make('button', { type: 'button', onclick: () => box.close() }, 'Cancel');
    const form = make('form', { method: 'dialog' }, make('h2', {}, title), content, refusal,
        make('div', { className: 'actions end' }, cancel, send));
    const box = make('dialog', { 'aria-label': title }, form);
    form.addEventListener('submit', async (event) => {
        event.preventDefault();
        refusal.textContent = '';
        send.disabled = true;
        try {
            if (await act(new FormData(form), send) !== false) {
                box.close();
            }
        } catch (failed) {
            refusal.textContent = failed.message;
        } finally {
            send.disabled = false;
        }
    });
    box.addEventListener('close', () => box.remove());
    document.body.append(box);
    box.showModal();
    return box;
}
