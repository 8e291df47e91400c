// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.util.Map;

/** Something that takes input from a guest or a client. One input after the other is run on it, by one thread. */
interface FuzzTarget extends AutoCloseable {

    /**
     * Runs the input, waits until its effects have ended, and checks them.
     *
     * @param input what the guest or the client does
     * @throws Exception when something is found
     */
    void run(Input input) throws Exception;

    /** @return inputs made by hand: each with its subject, a sentence with - for blanks, and its bytes */
    Map<String, byte[]> seeds();

    @Override
    void close() throws Exception;
}
