// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

/** The platform's requirements of a backend, each in one sentence, with the place of a longer description. */
public enum Rule {
    /** The order of backend, device and driver. */
    SERVED_IN_ANY_ORDER(
            "A device is served whichever comes first: the backend, the device or the guest's driver",
            "docs/write-a-backend.md#2-implement-the-handshake"),
    /** The handler of a device. */
    OPENS("A backend makes a handler of each device of its types", "org.xenbay.api.device.XenDevOps#open"),
    /** The guest can use its device. */
    WORKS(
            "The guest's program can use its device while both sides are Connected, also while XenStore is away",
            "org.xenbay.api.device.DeviceHandler#connected"),
    /** The end that a toolstack wants. */
    CLOSES(
            "A device closes when the toolstack removes it, when its driver goes and when its guest ends, also while it is in use",
            "org.xenbay.api.device.DeviceHandler#disconnect"),
    /** The guest's pages and ports. */
    LETS_GO(
            "When a connection has ended, none of the guest's pages is mapped and none of its ports is bound",
            "org.xenbay.api.device.DeviceLink"),
    /** The driver that is loaded again. */
    SERVED_ANEW(
            "A driver that starts again publishes other nodes, which connect reads, and is served",
            "org.xenbay.api.device.DeviceHandler#connect"),
    /** The next guest. */
    SERVES_THE_NEXT(
            "A guest can end its own connection only: the next guest is served", "org.xenbay.api.device.DeviceHandler"),
    /** Nodes and rings of a hostile guest. */
    REFUSES_NONSENSE(
            "What a guest wrote is checked before it is used, and refused by an exception that names it: of a node, of a ring or of Xen",
            "docs/write-a-backend.md#3-do-not-trust-the-guest"),
    /** Missing nodes. */
    WAITS("A node that is missing is waited for, or refused", "org.xenbay.api.device.Readiness#waitFor"),
    /** Exceptions where none is expected. */
    ENDS_QUIETLY(
            "A call that cannot be refused throws nothing: disconnect, close, quiesce, and the calls for operators",
            "docs/contract-tests.md#exceptions"),
    /** No answer. */
    ANSWERS("No method of a backend returns null", "org.xenbay.api.device.DeviceHandler"),
    /** The calls that wait. */
    DOES_NOT_BLOCK(
            "No call into a handler blocks for the guest or waits for the host; runOnHost is for work that may",
            "org.xenbay.api.device.DeviceContext#runOnHost"),
    /** The calls that never end. */
    DOES_NOT_SPIN(
            "A call into a handler ends whatever the guest wrote: the guest cannot decide the length of a loop",
            "docs/write-a-backend.md#3-do-not-trust-the-guest"),
    /** The device's executor. */
    STAYS_ON_THE_EXECUTOR(
            "What belongs to the device's executor is called there; execute is the way back from another thread",
            "org.xenbay.api.device.DeviceContext#execute"),
    /** The link of a connection that is over. */
    LEAVES_THE_LINK("After disconnect nothing is done through the link", "org.xenbay.api.device.DeviceLink"),
    /** The nodes that the core writes. */
    LEAVES_THE_STATE(
            "The nodes state, online, frontend and frontend-id of the backend's directory are the core's and the toolstack's",
            "docs/contract-tests.md#nodes"),
    /** The update of the backend's code. */
    HANDS_OVER(
            "When the code is replaced, park gives the state to the next version, which takes over without the guest noticing",
            "docs/write-a-backend.md#4-let-your-code-be-replaced"),
    /** The state that is not known, or damaged. */
    REFUSES_OTHER_STATE(
            "State of a version that is not known is refused by a RefusedStateException before anything is taken, and damaged state by an exception that names it",
            "org.xenbay.api.device.RefusedStateException"),
    /** The kill. */
    OUTLASTS_A_KILL(
            "After a kill at any step the next process adopts the connection, and the guest's program continues",
            "org.xenbay.api.device.Origin$Adopted"),
    /** Threads. */
    ENDS_ITS_THREADS(
            "When its devices are closed and its component is deactivated, no thread of a backend is left",
            "docs/contract-tests.md#what-is-left"),
    /** Open files. */
    CLOSES_ITS_FILES(
            "When its devices are closed and its component is deactivated, nothing is open that the backend has opened",
            "docs/contract-tests.md#what-is-left"),
    /** Class loaders. */
    IS_FORGOTTEN(
            "Nothing refers to the classes of a version that has ended, so that an update frees their memory",
            "docs/contract-tests.md#what-is-left");

    private final String sentence;
    private final String where;

    Rule(String sentence, String where) {
        this.sentence = sentence;
        this.where = where;
    }

    /** @return whether it is about resources that stay after the end */
    boolean isAboutLeaks() {
        return this == LETS_GO || this == ENDS_ITS_THREADS || this == CLOSES_ITS_FILES;
    }

    /** @return the requirement */
    public String sentence() {
        return sentence;
    }

    /**
     * @return the place of its description: a document of Xenbay's sources with a heading, or the Javadoc of a type of the API,
     *     perhaps of a method
     */
    public String where() {
        return where;
    }
}
