// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.thread;

import org.osgi.annotation.versioning.ProviderType;

/** The real-time priorities that the host gives to threads of this process. From any thread. */
@ProviderType
public interface ThreadPriorities {

    /** For a host without such priorities; its threads have no numbers. */
    ThreadPriorities NONE = new ThreadPriorities() {
        @Override
        public long callingThread() {
            return 0;
        }

        @Override
        public boolean setRealTime(long thread, int priority) {
            return false;
        }
    };

    /** @return the host's number of the calling thread, valid until the thread ends; 0 where threads have no numbers */
    long callingThread();

    /**
     * A thread with real-time priority gets a processor before all threads without, and keeps the processor until it waits. The
     * caller therefore has to take the priority away from a thread that uses the processor for long.
     *
     * @param thread from {@link #callingThread}; must not have ended
     * @param priority 1 or more, where higher runs first; 0 takes the real-time priority away, and the thread then has short
     *     turns
     * @return false when the host refuses, which it logs once
     */
    boolean setRealTime(long thread, int priority);
}
