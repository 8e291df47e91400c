// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update.jar;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.osgi.framework.Constants;
import org.osgi.framework.VersionRange;
import org.osgi.resource.Capability;

/** Finds the requirements of a manifest that are missing here. */
final class MissingRequirements {

    private static final String PACKAGE = "osgi.wiring.package";
    private static final String EXECUTION = "osgi.ee";
    private static final Pattern JAVA = Pattern.compile("\\(version=([\\d.]+)\\)");

    private final Attributes headers;
    private final ProvidedCapabilities here;
    private final List<String> missing = new ArrayList<>();

    private MissingRequirements(Attributes headers, ProvidedCapabilities here) {
        this.headers = headers;
        this.here = here;
    }

    /**
     * @return missing requirements, each as a sentence without a full stop
     * @throws IllegalArgumentException when a version or filter cannot be read
     */
    static List<String> missing(Attributes headers, ProvidedCapabilities here) {
        MissingRequirements needs = new MissingRequirements(headers, here);
        needs.packages();
        needs.bundles(Constants.REQUIRE_BUNDLE, "osgi.wiring.bundle", "it requires bundle ");
        needs.bundles(Constants.FRAGMENT_HOST, "osgi.wiring.host", "it is a fragment of bundle ");
        needs.capabilities();
        return needs.missing;
    }

    private List<Clause> clauses(String header) {
        return Clause.parse(headers.getValue(header));
    }

    private void packages() {
        List<String> own = clauses(Constants.EXPORT_PACKAGE).stream()
                .flatMap(clause -> clause.paths().stream())
                .toList();
        for (Clause clause : clauses(Constants.IMPORT_PACKAGE)) {
            for (String name : clause.paths()) {
                if (!clause.isOptional() && !own.contains(name)) {
                    need(PACKAGE, name, Constants.VERSION_ATTRIBUTE, clause.attributes(), "it imports package ");
                }
            }
        }
    }

    private void bundles(String header, String namespace, String what) {
        for (Clause clause : clauses(header)) {
            if (!clause.isOptional()) {
                need(namespace, clause.path(), Constants.BUNDLE_VERSION_ATTRIBUTE, clause.attributes(), what);
            }
        }
    }

    private void need(String namespace, String name, String version, Map<String, String> attributes, String what) {
        String range = attributes.get(version);
        String any = "(" + namespace + "=" + name + ")";
        String wanted = range == null ? any : "(&" + any + new VersionRange(range).toFilterString(version) + ")";
        if (here.find(namespace, wanted).isEmpty()) {
            Collection<? extends Capability> others = here.find(namespace, any);
            missing.add(what
                    + name
                    + (range == null ? "" : " " + range)
                    + (others.isEmpty() ? ", which nobody here provides" : ", here is " + versions(others, version)));
        }
    }

    private static String versions(Collection<? extends Capability> capabilities, String attribute) {
        return capabilities.stream()
                .map(capability -> String.valueOf(capability.getAttributes().get(attribute)))
                .distinct()
                .sorted()
                .collect(Collectors.joining(" and "));
    }

    private void capabilities() {
        List<String> own = clauses(Constants.PROVIDE_CAPABILITY).stream()
                .flatMap(clause -> clause.paths().stream())
                .toList();
        for (Clause clause : clauses(Constants.REQUIRE_CAPABILITY)) {
            String namespace = clause.path();
            String filter = clause.directive("filter", "(" + namespace + "=*)");
            boolean atResolve = clause.directive("effective", "resolve").equals("resolve");
            if (atResolve
                    && !clause.isOptional()
                    && !own.contains(namespace)
                    && here.find(namespace, filter).isEmpty()) {
                missing.add(
                        namespace.equals(EXECUTION)
                                ? java(filter)
                                : "it requires " + namespace + " " + filter + ", which nobody here provides");
            }
        }
    }

    private static String java(String filter) {
        Matcher version = JAVA.matcher(filter);
        return "it needs Java " + (version.find() ? version.group(1) : filter) + ", this is Java "
                + Runtime.version().feature();
    }
}
