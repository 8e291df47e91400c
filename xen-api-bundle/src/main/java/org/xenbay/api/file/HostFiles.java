// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;
import org.xenbay.api.budget.FairBudget;
import org.xenbay.api.thread.ThreadPriorities;

/** Opens folders of the host that are shared with guests. */
@ProviderType
public interface HostFiles {

    /**
     * Opens a folder to be shared. The path comes from an administrator, not from a guest, so its links are followed, once.
     *
     * @param folder its absolute path
     * @return the share; to be closed
     * @throws FileException {@link Errno#EINVAL} when the path is not absolute, {@link Errno#ENOENT},
     *     {@link Errno#ENOTDIR}, {@link Errno#EACCES} as open(2) says
     */
    Share open(Path folder) throws FileException;

    /**
     * Budget of descriptors for all guests: the process's limit, less a reserve for the process itself. A backend takes one
     * descriptor from it for each {@link Share}, {@link FileNode}, {@link OpenFile} and {@link OpenDirectory} that it holds for
     * a guest, before it opens it.
     *
     * @return the budget; where files need no descriptors, one that refuses nothing
     */
    default FairBudget descriptors() {
        return new FairBudget("descriptors", Long.MAX_VALUE);
    }

    /** @return the priorities of threads that use these files */
    default ThreadPriorities priorities() {
        return ThreadPriorities.NONE;
    }
}
