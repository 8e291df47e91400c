// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.host;

/** What was asked is not done, for a reason that a person understands. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** As HTTP has it. */
    private final int status;

    /**
     * @param status of the answer
     * @param message one sentence
     */
    public Refusal(int status, String message) {
        super(message);
        this.status = status;
    }

    /**
     * @param message one sentence: what is asked means nothing here
     * @param cause what was caught
     */
    public Refusal(String message, Throwable cause) {
        super(message, cause);
        this.status = 400;
    }

    /** @return status of the answer */
    public int status() {
        return status;
    }
}
