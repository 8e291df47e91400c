// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update.jar;

/** A jar that cannot run here, with the reason as one sentence without a full stop. */
public final class RefusedJarException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean waitsForOthers;

    RefusedJarException(String why) {
        this(why, false);
    }

    RefusedJarException(String why, boolean waitsForOthers) {
        super(why);
        this.waitsForOthers = waitsForOthers;
    }

    /** @return whether another bundle could provide the missing requirement */
    public boolean waitsForOthers() {
        return waitsForOthers;
    }
}
