// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Confines threads, irrevocably, to what serving one share needs. A fault in the code of such a thread can open no other file,
 * can run no program, and has only those privileges of root that the share's rules need. Measures that the host's kernel lacks
 * are left out.
 *
 * <p>It protects against wrong decisions, such as a path that leads out of the share. It does not protect against injected
 * code, because all threads share the process's memory. Linux also does not check calls that change permissions, owners and
 * extended attributes of outside files by their path.
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
     * Confines the calling thread until it ends. It cannot start threads; they would be confined as well. After {@link #close}
     * it can open nothing any more, but it can use and close what is open.
     *
     * @throws FileException when the kernel refuses a measure that it otherwise offers; the thread must not serve then
     */
    void confineThread() throws FileException;

    /** Closes the descriptor by which new threads are confined. Threads that are confined already stay confined. */
    @Override
    void close();
}
