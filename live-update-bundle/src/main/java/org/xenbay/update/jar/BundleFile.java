// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update.jar;

import java.nio.file.Path;
import java.util.Set;
import org.osgi.framework.Version;

/**
 * A jar that was checked and can run here.
 *
 * @param path path of the file
 * @param name its symbolic name
 * @param version its version
 * @param types the device types that its components serve
 * @param fragment whether it is a fragment, which is not started
 * @param silent whether it uses the API of backends without naming a device type
 */
public record BundleFile(Path path, String name, Version version, Set<String> types, boolean fragment, boolean silent) {

    /** Copies its set. */
    public BundleFile {
        types = Set.copyOf(types);
    }

    /**
     * @param other path of the same content
     * @return the same bundle at that path
     */
    public BundleFile at(Path other) {
        return new BundleFile(other, name, version, types, fragment, silent);
    }

    @Override
    public String toString() {
        return name + " " + version;
    }
}
