// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import java.util.Optional;
import org.xenbay.api.file.HostFiles;
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.nativexen.descriptor.DescriptorClaimer;
import org.xenbay.nativexen.descriptor.ProcessDescriptorStore;
import org.xenbay.nativexen.descriptor.ThisProcess;

/** The files of this host for a program without OSGi, which may simulate several processes in one. */
public final class LocalFiles {

    private final ThisProcess process;
    private final NativeHostFiles files;

    private LocalFiles(ThisProcess process, NativeHostFiles files) {
        this.process = process;
        this.files = files;
    }

    /** @return the files of this host; empty when they cannot be used */
    public static Optional<LocalFiles> open() {
        return of(ThisProcess.withoutKeeper());
    }

    /**
     * @return the files of this host, which detach their descriptors to the given process; empty when they cannot be used
     */
    public static Optional<LocalFiles> of(ThisProcess process) {
        return HostFilesComponent.files(process, HostFilesComponent.DESCRIPTORS)
                .map(files -> new LocalFiles(process, files));
    }

    /** @return the files */
    public HostFiles files() {
        return files;
    }

    /** @return makes kept files again */
    public DescriptorClaimer taker() {
        return files;
    }

    /** @return a store with descriptors that this process itself has open */
    public DescriptorStore keeper() {
        return ProcessDescriptorStore.ofPlayedProcesses(process, files);
    }
}
