// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Confines threads to what serving one share needs, for good: a fault in the code that they run opens no other file, runs no
 * program, and has no more of root's power than the share's rules need. What the host's kernel does not offer is left out.
 *
 * <p>It is a wall against wrong decisions, such as a path that leads out of the share. Memory is the whole process's, so it is
 * none against code that a guest would bring. Neither does Linux look at changes of permissions, owners and extended attributes
 * of files outside by their path.
 */
@ProviderType
public interface Confinement extends AutoCloseable {

    /** Confines nothing. */
    Confinement NONE = new Confinement() {
        @Override
        public void confineThread() {}

        @Override
        public void close() {}

        @Override
        public String toString() {
            return "nothing";
        }
    };

    /**
     * Confines the calling thread until it ends. Threads that it starts would be confined as well; it cannot start any. After
     * {@link #close} it can open nothing at all any more, but use and close what is open.
     *
     * @throws FileException when the kernel refuses what it offers others; the thread must not serve then
     */
    void confineThread() throws FileException;

    /** Gives the descriptor back that new threads are confined by. Those that are confined already stay so. */
    @Override
    void close();
}
