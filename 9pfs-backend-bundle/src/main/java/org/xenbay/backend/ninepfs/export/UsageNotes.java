// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

/** Notes the usage of a share for the process that takes over after a kill. By any thread, one at a time. */
@FunctionalInterface
public interface UsageNotes {

    /** Notes nothing. */
    UsageNotes NONE = (bytes, files) -> {};

    /**
     * @param bytes that count
     * @param files that count
     */
    void used(long bytes, long files);
}
