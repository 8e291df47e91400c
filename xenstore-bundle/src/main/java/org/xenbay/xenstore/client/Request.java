// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.client;

import org.xenbay.xenstore.wire.Message;
import org.xenbay.xenstore.wire.Operation;
import org.xenbay.xenstore.wire.Payload;

/**
 * A request before it has a request id.
 *
 * @param operation the operation
 * @param transaction 0 outside transactions
 * @param payload its arguments
 * @param subject its subject, for messages
 */
record Request(Operation operation, int transaction, byte[] payload, Object subject) {

    /** A request with one string. */
    static Request of(Operation operation, int transaction, Object subject) {
        return new Request(operation, transaction, Payload.ofStrings(subject.toString()), subject);
    }

    Message message(int id) {
        return Message.of(operation, id, transaction, payload);
    }

    @Override
    public String toString() {
        return operation + " " + subject;
    }
}
