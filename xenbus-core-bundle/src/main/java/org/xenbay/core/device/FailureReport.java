// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

/** The failure of a device as it is shown: in its log, in its error node and in its view. On the device's mailbox only. */
final class FailureReport {

    private final ActorLog log;
    private final ErrorNode node;
    private volatile String message = "";

    FailureReport(ActorLog log, ErrorNode node) {
        this.log = log;
        this.node = node;
    }

    void report(int errno, String failure) {
        message = failure;
        log.error(failure);
        node.write(errno, failure);
    }

    /** The device is connected again: its failure is over. */
    void recovered() {
        if (!message.isEmpty()) {
            message = "";
            node.clear();
        }
    }

    /** The device is removed: its error node goes with it. */
    void removed() {
        if (!message.isEmpty()) {
            node.clear();
        }
    }

    /** @return the failure in words; empty when there was none. From any thread. */
    String message() {
        return message;
    }
}
