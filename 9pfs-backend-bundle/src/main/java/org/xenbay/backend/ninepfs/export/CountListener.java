// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import org.xenbay.api.file.FileException;

/** Gets the result of a share's count. Called once, on the thread that has counted. */
public interface CountListener {

    /** All files have been counted. */
    void counted();

    /** @param why the count has ended too early */
    void failed(FileException why);
}
