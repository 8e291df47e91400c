// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import org.xenbay.api.file.FileException;

/** Learns how the count of a share has ended, by one call on the thread that has counted. */
public interface CountListener {

    /** All files have been counted. */
    void counted();

    /** @param why the count has ended too early */
    void failed(FileException why);
}
