// SPDX-License-Identifier: Apache-2.0
package org.xenbay.demo;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Edits a line like a terminal driver: echo, erase, kill. Text is UTF-8. */
final class LineEditor {

    private static final int MAX_LINE = 1024;
    private static final int BELL = 7;
    private static final int BACKSPACE = 8;
    private static final int KILL = 0x15;
    private static final int DELETE = 0x7F;
    private static final byte[] ERASE = {BACKSPACE, ' ', BACKSPACE};
    private static final byte[] NEW_LINE = {'\r', '\n'};

    private byte[] line = new byte[64];
    private int length;
    private boolean afterReturn;

    boolean isEmpty() {
        return length == 0;
    }

    void clear() {
        length = 0;
    }

    /** Takes a key and echoes its effect; returns the line when the key ends it. */
    Optional<String> type(int key, ByteQueue shown) {
        boolean second = key == '\n' && afterReturn;
        afterReturn = key == '\r';
        if (second) {
            return Optional.empty();
        }
        switch (key) {
            case '\r', '\n' -> {
                shown.add(NEW_LINE);
                String text = new String(line, 0, length, StandardCharsets.UTF_8);
                length = 0;
                return Optional.of(text);
            }
            case BACKSPACE, DELETE -> erase(shown);
            case KILL -> {
                while (length > 0) {
                    erase(shown);
                }
            }
            default -> add(key, shown);
        }
        return Optional.empty();
    }

    private void add(int key, ByteQueue shown) {
        if (key < ' ' && key != '\t') {
            return;
        }
        if (length == MAX_LINE) {
            shown.add(BELL);
            return;
        }
        if (length == line.length) {
            line = Arrays.copyOf(line, length * 2);
        }
        line[length++] = (byte) key;
        shown.add(key);
    }

    /** Erases a whole character, which may be several bytes. */
    private void erase(ByteQueue shown) {
        if (length == 0) {
            return;
        }
        do {
            length--;
        } while (length > 0 && (line[length] & 0xC0) == 0x80);
        shown.add(ERASE);
    }
}
