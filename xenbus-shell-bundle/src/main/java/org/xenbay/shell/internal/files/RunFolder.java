// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.files;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.xenbay.api.settings.DaemonFolder;

/** The folder of sockets and other run-time files. */
public final class RunFolder {

    /** The framework's property that names it. */
    public static final String PROPERTY = DaemonFolder.RUN.property();

    private RunFolder() {}

    /**
     * @param context of any bundle
     * @return the folder; null when there is none
     */
    public static @Nullable Path of(BundleContext context) {
        return DaemonFolder.RUN.of(context::getProperty);
    }
}
