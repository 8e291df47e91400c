// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A folder that is shared with a guest. It stays the same folder when it is renamed or moved. A caller reaches nodes from its
 * root, one name after another. No call on a node can leave that node's folder.
 */
@ProviderType
public interface Share extends AutoCloseable {

    /**
     * @return the folder itself; to be closed
     * @throws FileException {@link Errno#EBADF} after close
     */
    FileNode root() throws FileException;

    /** @return sets the rights with which a thread uses the files of this share */
    default ThreadCredentials credentials() {
        return ThreadCredentials.NONE;
    }

    /**
     * Prepares to confine the threads that serve this share.
     *
     * @param powers the privileges that they need beyond creating, reading, writing, moving and removing its files
     * @return the confinement, which each thread applies to itself; to be closed
     * @throws FileException {@link Errno#EBADF} after close, {@link Errno#EMFILE} when no descriptor is left for it
     */
    default Confinement confinement(Set<Power> powers) throws FileException {
        return Confinement.NONE;
    }

    /**
     * Gives the calling thread a processor soon after each wake-up, in exchange for short turns while other threads wait for
     * the processor. For threads that serve short requests. This is a hint, which a host may ignore. To be called before the
     * thread is {@linkplain #confinement confined}.
     */
    default void takeShortTurns() {}

    /** Ends the share. Nodes and open files stay open until their owners close them. Closing twice is harmless. */
    @Override
    void close();
}
