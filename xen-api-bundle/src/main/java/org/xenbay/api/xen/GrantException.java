// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.xen;

/** A grant could not be mapped or copied. */
public class GrantException extends XenException {
    private static final long serialVersionUID = 1L;

    private final GrantStatus status;

    /**
     * @param status the hypervisor's answer
     * @param message what was tried: domain, reference, access
     */
    public GrantException(GrantStatus status, String message) {
        super(message + ": " + status.text() + " (GNTST " + status.code() + ")", errnoOf(status));
        this.status = status;
    }

    /** @return the hypervisor's answer */
    public GrantStatus status() {
        return status;
    }

    private static int errnoOf(GrantStatus status) {
        return switch (status) {
            case PERMISSION_DENIED -> 1;
            case BAD_DOMAIN -> 3;
            case EAGAIN -> 11;
            case NO_SPACE, NO_DEVICE_SPACE -> 28;
            default -> 22;
        };
    }
}
