// SPDX-License-Identifier: Apache-2.0
/**
 * Keyboards, pointers and touch screens for guests: events are values, sources are services, and {@code InputControl} serves
 * operators and scripts.
 *
 * <p>An {@link org.xenbay.api.input.InputSource} is an evdev device of the host, a viewer on the network, or a third party's
 * script. Register it as a service, and the keyboard backend can send its events to a guest. {@link
 * org.xenbay.api.input.InputControl} is the backend's own service: it assigns sources to guests, and plays scripted input.
 * Values do not depend on a protocol: keys are Linux's codes, places are numbers with their greatest value. {@link
 * org.xenbay.api.input.KeyboardLayout} maps characters to keys.
 *
 * <p>The keyboard backend implements {@link org.xenbay.api.input.InputSource.Sink}, and has to be rebuilt when that interface
 * gets another method: otherwise a source would report events that reach no guest.
 */
@Export
@Version("2.1.0")
package org.xenbay.api.input;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
