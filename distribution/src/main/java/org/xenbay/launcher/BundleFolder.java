// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;

/** A folder of bundles that are installed at the start. */
final class BundleFolder {
    private static final Pattern CORE = Pattern.compile("xenbay-core-[0-9].*");

    private final Path folder;

    BundleFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Installs all of them, not started, by reference: the framework reads the jar itself and copies nothing.
     *
     * @return the bundles, in the order of their files, with the core last
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
            return inOrder(files.filter(file -> file.toString().endsWith(".jar")));
        }
    }

    /**
     * The framework stops bundles in the reverse order of their installation. The core comes last: it hands its devices over
     * while the bundle of the hypervisor, native or embedded, and the store of descriptors still run.
     */
    static List<Path> inOrder(Stream<Path> jars) {
        return jars.sorted(Comparator.comparing(BundleFolder::isCore).thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static boolean isCore(Path jar) {
        return CORE.matcher(jar.getFileName().toString()).matches();
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

    /** Removes bundles that have not been started. */
    static void uninstall(List<Bundle> bundles) throws BundleException {
        for (Bundle bundle : bundles) {
            bundle.uninstall();
        }
    }
}
