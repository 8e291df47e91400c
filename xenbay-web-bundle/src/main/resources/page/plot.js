// SPDX-License-Identifier: Apache-2.0
// A small plot of the latest values.

const SPACE = 'http://www.w3.org/2000/svg';
const WIDTH = 180;
const HEIGHT = 40;
const MOST = 60;

export class Plot {
    constructor(name) {
        this.values = [];
        this.element = document.createElementNS(SPACE, 'svg');
        this.element.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
        this.element.setAttribute('class', 'plot');
        this.element.setAttribute('role', 'img');
        this.name = name;
        this.area = this.element.appendChild(document.createElementNS(SPACE, 'path'));
        this.area.setAttribute('class', 'area');
        this.line = this.element.appendChild(document.createElementNS(SPACE, 'polyline'));
    }

    add(value) {
        this.values.push(value);
        if (this.values.length > MOST) {
            this.values.shift();
        }
        const top = Math.max(1e-9, ...this.values);
        const low = Math.min(0, ...this.values);
        const x = (i) => WIDTH - 2 - ((this.values.length - 1 - i) * (WIDTH - 4)) / (MOST - 1);
        const y = (each) => HEIGHT - 3 - ((each - low) * (HEIGHT - 8)) / (top - low);
        const points = this.values.map((each, i) => `${x(i).toFixed(1)},${y(each).toFixed(1)}`);
        this.line.setAttribute('points', points.join(' '));
        this.area.setAttribute('d', `M${x(0).toFixed(1)},${HEIGHT} L${points.join(' L')} L${WIDTH - 2},${HEIGHT} Z`);
        this.element.setAttribute('aria-label', `${this.name}: ${value}, at most ${top} in the last two minutes`);
    }
}

/** A number for people. */
export function number(value) {
    return value === null || value === undefined ? '' : value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : 0 });
}
