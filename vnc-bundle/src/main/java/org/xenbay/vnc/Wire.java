// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A connection to a viewer, in the clear or not. One thread reads, one writes.
 *
 * @param in what the viewer sends
 * @param out what it gets
 */
record Wire(DataInputStream in, DataOutputStream out) {

    private static final int WRITE_BUFFER = 1 << 14;

    /** @return a connection of which no more is read than is asked for */
    static Wire unbuffered(InputStream in, OutputStream out) {
        return new Wire(new DataInputStream(in), new DataOutputStream(new BufferedOutputStream(out, WRITE_BUFFER)));
    }

    static Wire of(InputStream in, OutputStream out) {
        return new Wire(
                new DataInputStream(new BufferedInputStream(in)),
                new DataOutputStream(new BufferedOutputStream(out, WRITE_BUFFER)));
    }
}
