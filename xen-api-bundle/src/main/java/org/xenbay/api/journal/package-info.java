// SPDX-License-Identifier: Apache-2.0
/**
 * The building blocks of every backend's journal. A journal lies in memory that outlasts the process ({@link
 * org.xenbay.api.device.DeviceContext#persistentMemory}) and tells the next process, after a kill at any instruction, how far
 * the device's work had come.
 *
 * <p>{@link org.xenbay.api.journal.JournalMemory} has the stores, each plain or ordered; a {@link
 * org.xenbay.api.journal.JournalLayout} has the fields, each with its place and its type. A {@link
 * org.xenbay.api.journal.JournalHeader} at the beginning of the memory says whether the journal is valid, its version, and its
 * connection. {@link org.xenbay.api.device.TwoSlotJournal} has two slots, for a successor that writes its journal while the
 * predecessor's is current. Not thread-safe: the caller has its own lock or executor.
 */
@Export
@Version("1.1.0")
package org.xenbay.api.journal;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
