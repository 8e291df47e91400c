// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.top;

/** Tells what a terminal sends apart: typed characters, and its answer to the question where its cursor is (ECMA-48, CPR). */
final class Keys {

    private static final int ESCAPE = 0x1b;
    private static final int FIRST_FINAL = 0x40;
    private static final int MAX_NUMBER = 10_000;

    /** Receives what was sent. */
    interface Listener {

        /** @param key a character, also a control character */
        void typed(char key);

        /** The cursor is there; rows and columns count from 1. */
        void cursor(int row, int column);
    }

    private enum State {
        TEXT,
        ESCAPED,
        SEQUENCE
    }

    private final Listener listener;
    private State state = State.TEXT;
    private int first;
    private int last;

    Keys(Listener listener) {
        this.listener = listener;
    }

    void put(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            put(bytes[i] & 0xFF);
        }
    }

    private void put(int code) {
        if (code == ESCAPE) {
            state = State.ESCAPED;
        } else if (state == State.ESCAPED) {
            first = 0;
            last = 0;
            state = code == '[' || code == 'O' ? State.SEQUENCE : State.TEXT;
        } else if (state == State.SEQUENCE) {
            sequence(code);
        } else {
            listener.typed((char) code);
        }
    }

    private void sequence(int code) {
        if (code >= '0' && code <= '9') {
            last = Math.min(MAX_NUMBER, last * 10 + code - '0');
        } else if (code == ';') {
            first = last;
            last = 0;
        } else if (code >= FIRST_FINAL) {
            state = State.TEXT;
            if (code == 'R' && first > 0 && last > 0) {
                listener.cursor(first, last);
            }
        }
    }
}
