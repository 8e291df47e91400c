// SPDX-License-Identifier: Apache-2.0
// The devices as they change: one socket for the whole page.
import { get, openSocket } from '/server.js';

const RETRY = 1000;

/** By id, in the order of the host. */
export const devices = new Map();
export const state = { connected: false, host: {}, health: {} };
const listeners = new Set();

/** Listens until what is returned is called. */
export function onChange(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

function tell(news) {
    listeners.forEach((listener) => listener(news));
}

function take(message, fresh) {
    const news = [];
    message.gone.forEach((id) => {
        devices.delete(id);
        news.push(`${id} has gone`);
    });
    message.changed.forEach((device) => {
        if (!devices.has(device.id) && !fresh) {
            news.push(`${device.id} has come`);
        }
        devices.set(device.id, device);
    });
    state.host = message.host;
    state.health = message.health;
    tell(news);
}

export function listen() {
    const socket = openSocket('live');
    let fresh = true;
    const seen = new Set();
    socket.addEventListener('message', (event) => {
        const message = JSON.parse(event.data);
        state.connected = true;
        if (fresh) {
            message.changed.forEach((device) => seen.add(device.id));
        }
        if (fresh && message.last) {
            [...devices.keys()].filter((id) => !seen.has(id)).forEach((id) => devices.delete(id));
        }
        take(message, fresh);
        fresh &&= !message.last;
    });
    socket.addEventListener('close', () => {
        state.connected = false;
        tell([]);
        // Whoever is no longer logged in is led to the login by this.
        get('session').catch(() => {});
        setTimeout(listen, RETRY);
    });
}
