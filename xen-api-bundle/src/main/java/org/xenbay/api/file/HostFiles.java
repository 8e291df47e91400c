package org.xenbay.api.file;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/** Opens folders of the host to be shared with guests. */
@ProviderType
public interface HostFiles {

    /**
     * Opens a folder to be shared. The path is an administrator's, not a guest's: links in it are followed, once.
     *
     * @param folder its absolute path
     * @return the share; to be closed
     * @throws FileException {@link Errno#EINVAL} when the path is not absolute, {@link Errno#ENOENT},
     *     {@link Errno#ENOTDIR}, {@link Errno#EACCES} as open(2) says
     */
    Share open(Path folder) throws FileException;
}
