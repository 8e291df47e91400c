// SPDX-License-Identifier: Apache-2.0
/**
 * Keyboards, pointers and touch screens for guests: what they do, as values; their sources, as services; and how an
 * operator or a script takes part.
 *
 * <p>An {@link org.xenbay.api.input.InputSource} is something with keys, a pointer or a touch screen: an evdev device of
 * the host, a viewer at the network, a third party's script. Register it as a service, and a keyboard backend can give
 * what it does to a guest. {@link org.xenbay.api.input.InputControl} is the backend's own service: it says which source
 * goes to which guest, and plays input that no device made. Values say nothing of a protocol: keys are Linux's codes,
 * places are numbers with their greatest value. {@link org.xenbay.api.input.KeyboardLayout} maps characters to keys.
 *
 * <p>The keyboard backend implements what sources tell of, {@link org.xenbay.api.input.InputSource.Sink}, and has to be built
 * anew when that grows: a source would tell of something that reaches no guest.
 */
@Export
@Version("2.1.0")
package org.xenbay.api.input;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
