// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A folder that is shared with a guest. It stays the same folder when it is renamed or moved. Nodes are reached from its
 * root one name after the other, and no call of a node can leave the folder it is made on.
 */
@ProviderType
public interface Share extends AutoCloseable {

    /**
     * @return the folder itself; to be closed
     * @throws FileException {@link Errno#EBADF} after close
     */
    FileNode root() throws FileException;

    /** @return changes with whose rights a thread uses the files of this share */
    default ThreadCredentials credentials() {
        return ThreadCredentials.NONE;
    }

    /**
     * Prepares to confine the threads that serve this share.
     *
     * @param powers what they need beyond making, reading, writing, moving and removing its files
     * @return what each of them applies to itself; to be closed
     * @throws FileException {@link Errno#EBADF} after close, {@link Errno#EMFILE} as it takes a descriptor
     */
    default Confinement confinement(Set<Power> powers) throws FileException {
        return Confinement.NONE;
    }

    /**
     * The calling thread serves requests, each of which takes little time: from now on it gets a processor soon after it is woken,
     * and keeps it for a short time where others want it. A hint; the host may have no way to follow it. For a thread that is not
     * {@linkplain #confinement confined} yet.
     */
    default void takeShortTurns() {}

    /** Ends the share. Nodes and open files outlast it; the callers that got them close them. Closing twice is harmless. */
    @Override
    void close();
}
