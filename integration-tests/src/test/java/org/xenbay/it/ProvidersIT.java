// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.Test;
import org.osgi.framework.Constants;
import org.osgi.framework.VersionRange;

/**
 * Lists the bundles that implement types of the API that may grow with a minor version (provider types). bnd gives such a
 * bundle a range that ends before the next minor version, so the bundle has to be built again for that version; all other
 * bundles still run.
 */
public class ProvidersIT {

    private static final String API = "org.xenbay.api.";

    /**
     * The API packages whose provider types each bundle implements. The only backends among them are that of keyboards, which has to pass
     * every event of a source on to guests, and that of framebuffers, which has the pictures. The page is a terminal for commands.
     */
    private static final Map<String, List<String>> MEANT = Map.ofEntries(
            Map.entry("org.xenbay.core", List.of("device", "figure", "management", "recording", "xen")),
            Map.entry("org.xenbay.shell", List.of("command", "management")),
            Map.entry("org.xenbay.update", List.of("management")),
            Map.entry("org.xenbay.nativexen", List.of("file", "host", "thread", "xen")),
            Map.entry("org.xenbay.nativexen.usb", List.of("usb")),
            Map.entry("org.xenbay.embedded", List.of("guest", "store", "xen")),
            Map.entry("org.xenbay.xenstore", List.of("store")),
            Map.entry("org.xenbay.backend.vkbd", List.of("input")),
            Map.entry("org.xenbay.backend.vfb", List.of("screen")),
            Map.entry("org.xenbay.vnc", List.of("screen")),
            Map.entry("org.xenbay.web", List.of("command")));

    @Test
    public void onlyBundlesThatAreMeantToImplementTypesThatMayGrow() {
        Map<String, List<String>> providers = new TreeMap<>();
        for (BuiltBundle bundle : BuiltBundle.all()) {
            List<String> packages = bundle.clauses(Constants.IMPORT_PACKAGE).stream()
                    .filter(clause -> clause.name().startsWith(API) && isOfProvider(clause.version()))
                    .map(clause -> clause.name().substring(API.length()))
                    .sorted()
                    .toList();
            if (!packages.isEmpty()) {
                providers.put(bundle.symbolicName(), packages);
            }
        }
        assertEquals(new TreeMap<>(MEANT), providers);
    }

    /** OSGi Semantic Versioning: [1.2,1.3) of a provider, [1.2,2) of a consumer. */
    private static boolean isOfProvider(String imported) {
        VersionRange range = new VersionRange(imported);
        return range.getLeft().getMajor() == range.getRight().getMajor();
    }
}
