// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.history;

/**
 * Where things are in the memory of one device: a header, then rings of entries of fixed size. Offsets and sizes are bytes. An entry
 * begins with a number that is stored last, and that is 0 while the entry is written; so an entry of a process that was killed is either
 * whole or not there. Numbers are in the machine's byte order, as the file is used on one machine and only until it restarts.
 */
final class Layout {

    /** Of one device. */
    static final int SIZE = 8192;

    /** "XBHIST" and the version of this layout. */
    static final long MAGIC = 0x5842_4849_5354_0002L;

    static final int MAGIC_AT = 0;
    /** One of the states below, 4 bytes. */
    static final int STATE_AT = 8;

    static final int FREE = 0;
    static final int LIVE = 1;
    static final int ENDED = 2;

    /** The device's id: length in 4 bytes, then ASCII. */
    static final int ID_AT = 12;

    static final int MAX_ID = 100;
    /** When the device was gone, in milliseconds since 1970. */
    static final int ENDED_AT = 120;

    /** No number of an entry is so large; damaged memory may have any. */
    static final long MAX_SEQUENCE = 1L << 60;

    /** A part of a text. States have a ring of their own: a guest that changes its state without end keeps no error out. */
    static final class Note {
        static final int AT = 128;
        static final int STATE_COUNT = 28;
        static final int OTHER_COUNT = 10;
        static final int COUNT = STATE_COUNT + OTHER_COUNT;
        static final int SIZE = 128;

        /** Number of the entry, from 1, over both rings. */
        static final int SEQUENCE = 0;
        /** In milliseconds since 1970. */
        static final int TIME = 8;
        /** What it is about: the ordinal of its kind, 1 byte. */
        static final int KIND = 16;
        /** The states after it, 1 byte: the backend's number in the upper four bits, the frontend's in the lower; or {@link #NO_STATES}. */
        static final int STATES = 17;
        /** Which part of the text it is, from 0, 2 bytes. */
        static final int PART = 18;
        /** Number of parts of the text, 2 bytes. */
        static final int PARTS = 20;
        /** Length of the part, 2 bytes. */
        static final int LENGTH = 22;

        static final int TEXT = 24;
        static final int MAX_TEXT = SIZE - TEXT;
        /** Bits of one state. */
        static final int STATE_BITS = 4;
        /** For a note that tells no states. */
        static final byte NO_STATES = (byte) 0xFF;
        /** Parts of the longest text. */
        static final int MAX_PARTS = 5;

        private Note() {}
    }

    /** A request. */
    static final class Request {
        static final int AT = Note.AT + Note.COUNT * Note.SIZE;
        static final int COUNT = 40;
        static final int SIZE = 48;

        /** Number of the entry, from 1. */
        static final int SEQUENCE = 0;
        /** In milliseconds since 1970. */
        static final int TIME = 8;
        /** Letters, ASCII; zeros behind. */
        static final int KIND = 16;
        /** Error number, 4 bytes. */
        static final int ERROR = 28;
        /** What it was about, 8 bytes. */
        static final int SUBJECT = 32;
        /** Bytes, 4 bytes; the greatest number for more. */
        static final int BYTES = 40;
        /** Microseconds, 4 bytes; the greatest number for more. */
        static final int MICROS = 44;

        private Request() {}
    }

    /** Counts of an interval. */
    static final class Load {
        static final int AT = Request.AT + Request.COUNT * Request.SIZE;
        static final int COUNT = 36;
        static final int SIZE = 32;

        /** Number of the interval, counted since 1970. */
        static final int INTERVAL = 0;
        /** Bytes, 8 bytes. */
        static final int BYTES = 8;
        /** Requests, 4 bytes. */
        static final int REQUESTS = 16;
        /** Requests with an error, 4 bytes. */
        static final int ERRORS = 20;
        /** Microseconds, 4 bytes. */
        static final int LONGEST = 24;

        private Load() {}
    }

    private Layout() {}
}
