// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import org.xenbay.backend.ninepfs.export.FileId;

/**
 * The owner of locks of one file: a process of a client.
 *
 * @param file the file's identity
 * @param process the process's number, as the client says
 * @param client the client's name, as the client says
 */
record LockOwner(FileId file, String process, String client) {

    /** @param text the result of {@link #text} */
    static LockOwner of(FileId file, String text) {
        int end = text.indexOf(' ');
        return new LockOwner(file, text.substring(0, end), text.substring(end + 1));
    }

    /** @return process and client, in the form that is written for a successor */
    String text() {
        return process + ' ' + client;
    }

    boolean isSameClient(LockOwner other) {
        return file.equals(other.file) && client.equals(other.client);
    }
}
