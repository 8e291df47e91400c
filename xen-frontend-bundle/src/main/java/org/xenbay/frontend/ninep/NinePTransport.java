// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend.ninep;

import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ConsumerType;

/** Carries messages to a server and its replies back. Methods may be called by several threads. */
@ConsumerType
public interface NinePTransport {

    /**
     * @param message a whole request, whose tag differs from those of all requests under way; not kept
     * @return the whole reply with the same tag; fails when the server is gone
     */
    CompletableFuture<byte[]> send(byte[] message);

    /** @return most bytes of a message that fit */
    int mostMessage();
}
