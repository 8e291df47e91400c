// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Lets a thread use files with other rights than the process has. All calls affect the calling thread only. An open file keeps
 * the rights with which it was opened.
 */
@ProviderType
public interface ThreadCredentials {

    /** For a host or a test where every thread has the process's rights. */
    ThreadCredentials NONE = new ThreadCredentials() {
        @Override
        public boolean canBeUser() {
            return false;
        }

        @Override
        public void use(Credentials credentials) throws FileException {
            if (credentials.kind() == Credentials.Kind.USER) {
                throw new FileException(Errno.EPERM, "use of files as " + credentials);
            }
        }
    };

    /** @return whether a thread of this process can take a user's rights and lose the process's own */
    boolean canBeUser();

    /**
     * Uses files with these rights from now on. Makes no system call when the thread has them already. A caller that takes a
     * user's rights restores {@link Credentials#OWN} before the thread does anything else.
     *
     * @param credentials the rights to take
     * @throws FileException EPERM when the kernel refuses; the thread's rights are then undefined, and it accepts no others
     *     before {@link Credentials#OWN} is restored
     */
    void use(Credentials credentials) throws FileException;
}
