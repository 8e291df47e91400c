// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.thread;

import org.osgi.annotation.versioning.ProviderType;

/** The real-time priorities that the host gives to threads of this process. From any thread. */
@ProviderType
public interface ThreadPriorities {

    /** The host gives none, and its threads have no number. */
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

    /** @return the number by which the host knows the calling thread, until that ends; 0 where threads have no number */
    long callingThread();

    /**
     * A thread with real-time priority gets a processor before all threads without, and keeps the processor until it waits. So
     * the caller has to take the priority away from a thread that uses much.
     *
     * @param thread from {@link #callingThread}; must not have ended
     * @param priority the higher, the sooner it runs, from 1; 0 takes the real-time priority away, the thread takes short turns then
     * @return false when the host refuses, which it logs once
     */
    boolean setRealTime(long thread, int priority);
}
