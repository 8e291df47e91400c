// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.socket;

import java.io.IOException;
import java.util.List;

/** Recognises failures that pass: the host has no descriptor or no memory now. */
public final class HostShortage {

    /** Texts of ENFILE, EMFILE, ENOMEM and ENOBUFS (strerror(3)): the JDK's exceptions have no error numbers. */
    private static final List<String> TEXTS =
            List.of("Too many open files", "Cannot allocate memory", "No buffer space available");

    private HostShortage() {}

    /**
     * @param failure of a call of the host
     * @return whether the same call may succeed later
     */
    public static boolean is(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        return TEXTS.stream().anyMatch(message::contains);
    }
}
