// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/** The manifests of the bundles that are built here require versions by ranges with a lower and an upper end. */
public class VersionRangesIT {

    /** A service has no version; that of its package is the import's. An execution environment is that version or a later one. */
    private static final Set<String> WITHOUT_VERSION = Set.of("osgi.service", "osgi.ee");

    private static final Set<String> OF_THE_JDK = ModuleLayer.boot().modules().stream()
            .flatMap(module -> module.getPackages().stream())
            .collect(Collectors.toSet());

    private final List<BuiltBundle> bundles = BuiltBundle.all();

    @Test
    public void everyImportHasARangeThatEnds() {
        assertEquals(
                List.of(),
                clauses(Constants.IMPORT_PACKAGE, clause -> !isOfTheJdk(clause) && !endsSomewhere(clause.version())));
        assertTrue(clauses(Constants.IMPORT_PACKAGE, clause -> endsSomewhere(clause.version()))
                .contains("org.xenbay.core imports org.xenbay.api.device"));
    }

    @Test
    public void everyRequiredCapabilityThatHasVersionsHasARangeThatEnds() {
        assertEquals(
                List.of(),
                clauses(
                        Constants.REQUIRE_CAPABILITY,
                        clause -> !WITHOUT_VERSION.contains(clause.name()) && !endsSomewhere(clause.filter())));
    }

    @Test
    public void everyExportAndEveryProvidedCapabilityHasAVersion() {
        assertEquals(
                List.of(),
                clauses(
                        Constants.EXPORT_PACKAGE,
                        clause -> new Version(clause.version()).equals(Version.emptyVersion)));
        assertEquals(
                List.of(),
                clauses(
                        Constants.PROVIDE_CAPABILITY,
                        clause -> !WITHOUT_VERSION.contains(clause.name())
                                && !clause.attributes().containsKey("version:Version")));
    }

    /** A bundle that another one names, or a package that is looked for at each class, has no range that means anything. */
    @Test
    public void nothingIsRequiredByTheNameOfABundleOrAtRunTime() {
        assertEquals(
                List.of(),
                Stream.of(Constants.REQUIRE_BUNDLE, Constants.DYNAMICIMPORT_PACKAGE)
                        .flatMap(header -> clauses(header, clause -> true).stream())
                        .toList());
    }

    private List<String> clauses(String header, Predicate<ManifestClause> wanted) {
        String verb = header.substring(0, header.indexOf('-')).toLowerCase(Locale.ROOT) + "s ";
        return bundles.stream()
                .flatMap(bundle -> bundle.clauses(header).stream()
                        .filter(wanted)
                        .map(clause -> bundle.symbolicName() + " " + verb + clause.name()))
                .toList();
    }

    private static boolean isOfTheJdk(ManifestClause clause) {
        return OF_THE_JDK.contains(clause.name());
    }

    /** Says whether a range, or a filter with one, has a last version. */
    private static boolean endsSomewhere(String range) {
        if (range.startsWith("(")) {
            return range.contains("(version>=") && range.contains("(!(version>=");
        }
        return !range.isEmpty() && new VersionRange(range).getRight() != null;
    }
}
