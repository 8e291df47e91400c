// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;

/** A folder of bundles that are installed at the start. */
final class BundleFolder {
    /**
     * The framework stops bundles by falling start levels, and those of one level in the reverse order of their installation. What only
     * shows devices stops first, while guests are served. Then the core hands all devices over at once, while the backends, the bundle of
     * the hypervisor, and the store of descriptors still run. Backends, which come from {@code deploy/}, have the framework's usual level.
     */
    static final int MAX_LEVEL = 3;

    private static final int CORE_LEVEL = 2;
    private static final int USUAL_LEVEL = 1;

    private static final Pattern CORE = Pattern.compile("xenbay-core-[0-9].*");
    private static final Pattern SHOWS =
            Pattern.compile("(xenbus-shell-bundle|xenbay-web-bundle|org\\.apache\\.felix\\.gogo\\..*|jline)-[0-9].*");

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
                Bundle bundle = context.installBundle("reference:" + jar.toUri());
                bundle.adapt(BundleStartLevel.class).setStartLevel(level(jar));
                bundles.add(bundle);
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

    /** @return the start level of a bundle */
    static int level(Path jar) {
        String name = jar.getFileName().toString();
        if (CORE.matcher(name).matches()) {
            return CORE_LEVEL;
        }
        return SHOWS.matcher(name).matches() ? MAX_LEVEL : USUAL_LEVEL;
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
