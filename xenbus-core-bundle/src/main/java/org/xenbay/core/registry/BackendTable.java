// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.registry;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.XenDevOps;

/**
 * Which backend serves which type. When several services name the same type, the configured bundle serves it, else the one
 * of the highest ranking, else the one of the bundle that was installed first; the others stand by. An update of a bundle
 * does not change which one serves.
 */
public final class BackendTable {

    /**
     * A backend service.
     *
     * @param ops the service
     * @param ranking OSGi's service ranking
     * @param serviceId OSGi's service id; lower wins among equals of one bundle
     * @param bundle symbolic name of its bundle
     * @param version its bundle's version
     * @param bundleId its bundle's id; lower wins among bundles of equal ranking
     */
    public record Entry(XenDevOps ops, int ranking, long serviceId, String bundle, String version, long bundleId) {

        /** @return the bundle with its version */
        public String name() {
            return bundle + " " + version;
        }
    }

    @GuardedBy("this")
    private final Map<String, List<Entry>> byType = new TreeMap<>();

    @GuardedBy("this")
    private Map<String, String> preferred = Map.of();

    /**
     * Sets the preferred bundle of each type that several bundles serve.
     *
     * @param bundles symbolic names, by type
     */
    synchronized void prefer(Map<String, String> bundles) {
        preferred = Map.copyOf(bundles);
        byType.forEach((type, entries) -> entries.sort(bestFirst(type, bundles)));
    }

    /** Returns the types that another service would serve if these bundles were preferred. */
    synchronized List<String> movedBy(Map<String, String> bundles) {
        return byType.entrySet().stream()
                .filter(one -> one.getValue().stream()
                                .min(bestFirst(one.getKey(), bundles))
                                .orElseThrow()
                        != one.getValue().get(0))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isPreferred(String type, Entry entry, Map<String, String> bundles) {
        return entry.bundle().equals(bundles.get(type));
    }

    private static Comparator<Entry> bestFirst(String type, Map<String, String> bundles) {
        return Comparator.comparing((Entry entry) -> !isPreferred(type, entry, bundles))
                .thenComparing(Comparator.comparingInt(Entry::ranking).reversed())
                .thenComparingLong(Entry::bundleId)
                .thenComparingLong(Entry::serviceId);
    }

    /**
     * Tells whether a bundle of the same name that was installed later has replaced a service's bundle. The earlier bundle's
     * start has returned too late.
     */
    synchronized boolean isReplaced(Entry entry) {
        return byType.values().stream()
                .flatMap(List::stream)
                .anyMatch(other -> other.bundle().equals(entry.bundle()) && other.bundleId() > entry.bundleId());
    }

    /** Tells whether a service, when it is added, takes a type from the one that serves it. */
    synchronized boolean displaces(String type, Entry entry) {
        Entry serving = serving(type);
        return serving != null && bestFirst(type, preferred).compare(entry, serving) < 0;
    }

    /** Adds a service; returns whether it serves the type from now on. */
    synchronized boolean add(String type, Entry entry) {
        List<Entry> entries = byType.computeIfAbsent(type, unused -> new ArrayList<>());
        entries.add(entry);
        entries.sort(bestFirst(type, preferred));
        return entries.get(0) == entry;
    }

    /** Removes a service; returns whether it served the type. */
    synchronized boolean remove(String type, long serviceId) {
        List<Entry> entries = byType.get(type);
        if (entries == null) {
            return false; // an unknown service, such as one that was refused
        }
        boolean served = entries.get(0).serviceId() == serviceId;
        entries.removeIf(entry -> entry.serviceId() == serviceId);
        if (entries.isEmpty()) {
            byType.remove(type);
        }
        return served;
    }

    /**
     * @param type a device type
     * @return the service that serves it, if one does
     */
    public synchronized @Nullable Entry serving(String type) {
        List<Entry> entries = byType.get(type);
        return entries == null ? null : entries.get(0);
    }

    /**
     * @param serviceId a service
     * @return the types it serves or stands by for
     */
    public synchronized Set<String> typesOf(long serviceId) {
        Set<String> types = new TreeSet<>();
        byType.forEach((type, entries) -> {
            if (entries.stream().anyMatch(entry -> entry.serviceId() == serviceId)) {
                types.add(type);
            }
        });
        return types;
    }

    /**
     * @param type a device type
     * @return services that stand by for it, in the order of preference, each with the reason why it does not serve
     */
    public synchronized List<String> standingBy(String type) {
        List<Entry> entries = byType.getOrDefault(type, List.of());
        Map<String, String> bundles = preferred;
        return entries.stream()
                .skip(1)
                .map(entry -> entry.name() + " (" + why(type, entry, entries.get(0), bundles) + ")")
                .toList();
    }

    private static String why(String type, Entry entry, Entry serving, Map<String, String> bundles) {
        if (isPreferred(type, serving, bundles) && !isPreferred(type, entry, bundles)) {
            return "the configuration prefers " + serving.bundle();
        }
        if (entry.ranking() < serving.ranking()) {
            return "its service ranking is " + entry.ranking() + ", " + serving.bundle() + " has " + serving.ranking();
        }
        return entry.bundleId() == serving.bundleId()
                ? "the same bundle serves it already"
                : serving.bundle() + " was installed first";
    }

    /** @return the types that are served, with the bundles that serve them */
    public synchronized Map<String, Entry> all() {
        Map<String, Entry> serving = new TreeMap<>();
        byType.forEach((type, entries) -> serving.put(type, entries.get(0)));
        return serving;
    }
}
