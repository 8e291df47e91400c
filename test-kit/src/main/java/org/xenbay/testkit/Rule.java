// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

/** What the platform wants of a backend, each in one sentence, with the place where more is written about it. */
public enum Rule {
    /** The order of backend, device and driver. */
    SERVED_IN_ANY_ORDER(
            "A device is served whichever comes first: the backend, the device or the guest's driver",
            "docs/write-a-backend.md#2-implement-the-handshake"),
    /** The guest can use its device. */
    WORKS(
            "The guest's program can use its device while both sides are Connected",
            "org.xenbay.api.device.DeviceHandler"),
    /** The end that a toolstack wants. */
    CLOSES("A device closes when the toolstack removes it, also while it is in use", "org.xenbay.api.device.XenDevOps"),
    /** The guest's pages and ports. */
    LETS_GO(
            "When a connection has ended, none of the guest's pages is mapped and none of its ports is bound",
            "org.xenbay.api.device.DeviceLink"),
    /** The driver that is loaded again. */
    SERVED_ANEW(
            "A driver that is loaded again publishes other nodes, and is served anew",
            "org.xenbay.api.device.DeviceHandler"),
    /** The update of the backend's code. */
    HANDS_OVER(
            "When the code is replaced, park gives the state to the next version, which serves on without the guest noticing",
            "docs/write-a-backend.md#4-let-your-code-be-replaced"),
    /** Exceptions where none is expected. */
    ENDS_QUIETLY(
            "A call that cannot be refused throws nothing: disconnect, close, quiesce, and what operators ask for",
            "org.xenbay.api.device.DeviceHandler#disconnect"),
    /** No answer. */
    ANSWERS("No method of a backend returns null", "org.xenbay.api.device.DeviceHandler");

    private final String sentence;
    private final String where;

    Rule(String sentence, String where) {
        this.sentence = sentence;
        this.where = where;
    }

    /** @return what the contract wants */
    public String sentence() {
        return sentence;
    }

    /** @return where it is written: a file of Xenbay's sources with a heading, or a class of the API whose Javadoc says so */
    public String where() {
        return where;
    }
}
