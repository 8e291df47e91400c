// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

/** Takes note of how much a share has, for the successor of a process that is killed. By any thread, one at a time. */
@FunctionalInterface
public interface UsageNotes {

    /** Of shares that have no successor. */
    UsageNotes NONE = (bytes, files) -> {};

    /**
     * @param bytes that count
     * @param files that count
     */
    void used(long bytes, long files);
}
