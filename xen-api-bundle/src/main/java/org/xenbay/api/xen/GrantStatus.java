// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.xen;

/** Result of a grant operation (xen/include/public/grant_table.h, GNTST_*). */
public enum GrantStatus {
    /** Done. */
    OKAY(0, "done"),
    /** Something else. */
    GENERAL_ERROR(-1, "general error"),
    /** No such domain. */
    BAD_DOMAIN(-2, "no such domain"),
    /** No such grant reference: it lies beyond the guest's grant table. One that is not for this domain is a general error. */
    BAD_GNTREF(-3, "bad grant reference"),
    /** No such mapping. */
    BAD_HANDLE(-4, "bad mapping handle"),
    /** Bad local address. */
    BAD_VIRT_ADDR(-5, "bad virtual address"),
    /** Bad device address. */
    BAD_DEV_ADDR(-6, "bad device address"),
    /** No room to map. */
    NO_DEVICE_SPACE(-7, "no space in the I/O MMU"),
    /** The grant does not allow this. */
    PERMISSION_DENIED(-8, "permission denied"),
    /** The page cannot be granted. */
    BAD_PAGE(-9, "bad page"),
    /** The copy crosses a page. */
    BAD_COPY_ARG(-10, "copy crosses a page boundary"),
    /** The frame number is too large. */
    ADDRESS_TOO_BIG(-11, "address too big"),
    /** The page is paged out: try again. */
    EAGAIN(-12, "page is paged out"),
    /** Out of handles. */
    NO_SPACE(-13, "out of space");

    private final int code;
    private final String text;

    GrantStatus(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** @return the hypervisor's number, 0 or negative */
    public int code() {
        return code;
    }

    /** @return the meaning in words */
    public String text() {
        return text;
    }

    /**
     * @param code the hypervisor's number
     * @return the status, {@link #GENERAL_ERROR} for a number without a name
     */
    public static GrantStatus ofCode(int code) {
        return code <= 0 && -code < values().length ? values()[-code] : GENERAL_ERROR;
    }
}
