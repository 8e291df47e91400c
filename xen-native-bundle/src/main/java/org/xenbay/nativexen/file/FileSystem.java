// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.ThreadCredentials;
import org.xenbay.nativexen.descriptor.ThisProcess;
import org.xenbay.nativexen.libc.Machine;
import org.xenbay.nativexen.thread.ThreadScheduling;

/** The common part of all shares of this host. */
final class FileSystem {

    private final Machine machine;
    private final Resolver resolver;
    private final ThisProcess process;
    private final ThreadScheduling scheduling;
    /** Made at the first use: a separate thread tries them out. */
    @GuardedBy("this")
    private @Nullable ThreadCredentials credentials;

    /**
     * @param machine the processor, whose numbers are used
     * @param resolver opens names
     * @param process has inherited descriptors and the confinement of threads
     */
    FileSystem(Machine machine, Resolver resolver, ThisProcess process) {
        this.machine = machine;
        this.resolver = resolver;
        this.process = process;
        scheduling = new ThreadScheduling(machine);
    }

    Machine machine() {
        return machine;
    }

    Resolver resolver() {
        return resolver;
    }

    ThisProcess process() {
        return process;
    }

    ThreadScheduling scheduling() {
        return scheduling;
    }

    /** @return the credentials of threads that use files; the first caller's thread must not be confined */
    synchronized ThreadCredentials credentials() {
        if (credentials == null) {
            credentials = new NativeCredentials(new CredentialCalls(machine));
        }
        return credentials;
    }
}
