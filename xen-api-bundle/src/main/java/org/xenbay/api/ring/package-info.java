// SPDX-License-Identifier: Apache-2.0
/**
 * The rings of Xen's device protocols, both halves of each: a stream of bytes, requests and responses, fixed events.
 *
 * <p>A ring is arithmetic on shared memory: it knows neither event channels nor grants nor OSGi, so a test needs no
 * hypervisor. Indices are free-running unsigned 32-bit numbers. Each half keeps its own index privately and never reads
 * it back from memory that the other side can write; the other side's index is checked before it is used. A ring belongs
 * to one thread at a time (a device's executor).
 *
 * <p>Rings whose protocol has event indices (requests and responses) also decide when a signal is needed. They request a signal
 * before they report an empty ring, and {@code publish} returns whether the other side requested one.
 */
@Export
@Version("2.1.0")
package org.xenbay.api.ring;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
