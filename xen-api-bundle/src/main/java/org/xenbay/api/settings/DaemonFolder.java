// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.settings;

import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A folder of the daemon, which the launcher names in a property of the framework. A framework that something else has started may
 * be without the property. From any thread.
 */
public enum DaemonFolder {

    /** What is installed. */
    HOME("xenbay.home"),

    /** The files of the configuration. */
    CONFIGURATION("xenbay.etc"),

    /** Jars that operators put there. */
    DEPLOY("xenbay.deploy.dir"),

    /** Sockets, journals and notes for the next process, on a file system that outlasts the process. */
    RUN("xenbay.run.dir");

    private final String property;

    DaemonFolder(String property) {
        this.property = property;
    }

    /** @return the name of the framework's property */
    public String property() {
        return property;
    }

    /**
     * @param properties the framework's, such as {@code context::getProperty}; null for one that is not set
     * @return the folder; null when there is none
     */
    public @Nullable Path of(Function<String, @Nullable String> properties) {
        String folder = properties.apply(property);
        return folder == null ? null : Path.of(folder);
    }
}
