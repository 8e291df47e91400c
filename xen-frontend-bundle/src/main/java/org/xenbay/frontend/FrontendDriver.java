// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/** A device's own part of a frontend. Called one call after the other, on the frontend's executor. */
@ConsumerType
public interface FrontendDriver {

    /** @return how it takes part in the handshake */
    FrontendTraits traits();

    /**
     * Makes rings and event channels. Called when the device is probed and again after a resume; what the link gave
     * before is gone then.
     *
     * @param link gives pages and ports, and takes them back when the device goes
     * @return the nodes to be written to the frontend's directory, all in one transaction
     * @throws FrontendException when this device cannot be driven; it is written to the error node
     */
    Map<String, String> publish(FrontendLink link);

    /** The backend is connected. */
    default void connected() {}

    /** The backend closes, or the device is removed: the ring is not served any more. */
    default void disconnected() {}
}
