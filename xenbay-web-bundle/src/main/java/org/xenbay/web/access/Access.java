// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.access;

/** What whoever has a token may do. */
public enum Access {
    /** Look: at devices, consoles, screens, bundles, settings and the log. */
    READ_ONLY("read-only"),
    /** All that the page offers. */
    FULL("full");

    private final String word;

    Access(String word) {
        this.word = word;
    }

    /** @return as the file of tokens has it, and the page shows it */
    public String word() {
        return word;
    }
}
