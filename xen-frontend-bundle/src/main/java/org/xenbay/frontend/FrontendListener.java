// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import org.osgi.annotation.versioning.ConsumerType;
import org.xenbay.api.device.XenbusState;

/** Is notified of a frontend's states, on its executor; must not block. */
@ConsumerType
public interface FrontendListener {

    /** A listener that does nothing. */
    FrontendListener NONE = new FrontendListener() {};

    /** @param state the state that the frontend has just written */
    default void frontendState(XenbusState state) {}

    /** @param state the backend's state that the frontend has just noticed, if it has changed */
    default void backendState(XenbusState state) {}

    /** @param message why the device cannot be driven, as in the error node */
    default void failed(String message) {}
}
