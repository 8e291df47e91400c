// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Constants;

/**
 * A bundle of this build.
 *
 * @param manifest its main attributes
 * @param packages in which it has classes
 */
record BuiltBundle(Attributes manifest, Set<String> packages) {

    private static final String VENDOR = "The Xenbay authors";

    /** @return those of the distribution, the example and the test kit's */
    static List<BuiltBundle> all() {
        Stream<Path> others = Stream.of("xenbay.echo", "xenbay.frontends")
                .map(System::getProperty)
                .map(Path::of);
        return Stream.concat(Platform.allJars(), others)
                .map(BuiltBundle::of)
                .filter(bundle -> VENDOR.equals(bundle.manifest().getValue(Constants.BUNDLE_VENDOR)))
                .toList();
    }

    private static BuiltBundle of(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Set<String> packages = file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class"))
                    .map(name -> name.substring(0, name.lastIndexOf('/')).replace('/', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
            return new BuiltBundle(file.getManifest().getMainAttributes(), packages);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String symbolicName() {
        return manifest.getValue(Constants.BUNDLE_SYMBOLICNAME).split(";")[0].trim();
    }

    /** @return what a header of its manifest lists */
    List<ManifestClause> clauses(String header) {
        return ManifestClause.parse(manifest.getValue(header));
    }

    @Override
    public String toString() {
        return symbolicName();
    }
}
