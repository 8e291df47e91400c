// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.Test;

/** The manifests of all bundles that are built here, as they are in the jars. */
public class ManifestsIT {

    /** What bnd copies into a bundle for itself. */
    private static final Map<String, String> COPIES = Map.of("org.xenbay.demo", "org.xenbay.frontend");

    private final List<BuiltBundle> bundles = BuiltBundle.all();

    /** The longest name that all its packages begin with, as OSGi Core 3.2.1 recommends: no two bundles have the same. */
    @Test
    public void theSymbolicNameOfABundleIsItsRootPackage() {
        assertTrue("bundles " + bundles, bundles.size() > 20);
        Map<String, Set<String>> others = new TreeMap<>();
        Set<String> names = new TreeSet<>();
        for (BuiltBundle bundle : bundles) {
            String name = bundle.symbolicName();
            assertTrue(name + " is there twice", names.add(name));
            Set<String> packages = bundle.packages();
            packages.removeIf(one -> isBelow(one, name) || isBelow(one, COPIES.getOrDefault(name, name)));
            if (!packages.isEmpty() || !name.startsWith("org.xenbay.")) {
                others.put(name, packages);
            }
        }
        assertEquals(Map.of(), others);
    }

    private static boolean isBelow(String name, String root) {
        return name.equals(root) || name.startsWith(root + ".");
    }
}
