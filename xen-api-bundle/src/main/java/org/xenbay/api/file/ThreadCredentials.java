// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Lets a thread use files with other rights than the process has. All calls concern the calling thread alone. Files that are
 * open already are used with the rights they were opened with.
 */
@ProviderType
public interface ThreadCredentials {

    /** Of a host, or a test, where every thread has the process's rights. */
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

    /** @return whether this process can take the rights of a user, and the kernel takes the process's own away meanwhile */
    boolean canBeUser();

    /**
     * Uses files with these rights from now on. Nothing is called when the thread has them already. Who takes a user's rights
     * gives them back by {@link Credentials#OWN} before the thread does anything else.
     *
     * @param credentials whose rights
     * @throws FileException EPERM when the kernel refuses; the thread has rights of nobody in particular then, and refuses to
     *     be given others until {@link Credentials#OWN} was restored
     */
    void use(Credentials credentials) throws FileException;
}
