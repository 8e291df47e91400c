// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;

/** A folder of bundles that are installed at the start. */
final class BundleFolder {
    private final Path folder;

    BundleFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Installs all of them, not started, by reference: the framework reads the jar itself and copies nothing.
     *
     * @return the bundles, in the order of their files
     */
    List<Bundle> install(BundleContext context) throws IOException, StartException {
        List<Bundle> bundles = new ArrayList<>();
        for (Path jar : jars()) {
            try {
                bundles.add(context.installBundle("reference:" + jar.toUri()));
            } catch (BundleException broken) {
                throw new StartException("bundle " + jar + " cannot be installed: " + broken.getMessage(), broken);
            }
        }
        return bundles;
    }

    private List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /** Starts all bundles except fragments, each by its own activation policy. */
    static void start(List<Bundle> bundles) throws StartException {
        for (Bundle bundle : bundles) {
            if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null) {
                try {
                    bundle.start(Bundle.START_ACTIVATION_POLICY);
                } catch (BundleException failed) {
                    throw new StartException(
                            "bundle " + bundle.getSymbolicName() + " does not start: " + failed.getMessage(), failed);
                }
            }
        }
    }
}
