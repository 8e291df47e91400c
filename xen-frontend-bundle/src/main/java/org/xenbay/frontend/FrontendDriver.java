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
     * Makes rings and event channels. Called when the device is probed and again after a resume. Then earlier pages and ports
     * of the link do not exist any more.
     *
     * @param link provides pages and ports, and frees them when the device is gone
     * @return the nodes of the frontend's directory, which are written in one transaction
     * @throws FrontendException when this device cannot be driven; the message goes to the error node
     */
    Map<String, String> publish(FrontendLink link);

    /** The backend is connected. */
    default void connected() {}

    /** The backend closes, or the device is removed: the ring is no longer served. */
    default void disconnected() {}
}
