package org.xenbay.core.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.xenbay.api.device.XenDevOps;

/**
 * Which backend serves which type. When several services name the same type, the highest ranked one serves it and the
 * others stand by.
 */
public final class BackendTable {

    /**
     * A backend service.
     *
     * @param ops the service
     * @param ranking OSGi's service ranking
     * @param serviceId OSGi's service id; lower wins among equals
     * @param bundle symbolic name of its bundle
     * @param version its bundle's version
     * @param bundleId its bundle's id
     */
    public record Entry(XenDevOps ops, int ranking, long serviceId, String bundle, String version, long bundleId) {}

    private static final Comparator<Entry> BEST_FIRST =
            Comparator.comparingInt(Entry::ranking).reversed().thenComparingLong(Entry::serviceId);

    private final Map<String, List<Entry>> byType = new TreeMap<>();

    /** Adds a service; says whether it serves the type from now on. */
    synchronized boolean add(String type, Entry entry) {
        List<Entry> entries = byType.computeIfAbsent(type, unused -> new ArrayList<>());
        entries.add(entry);
        entries.sort(BEST_FIRST);
        return entries.get(0) == entry;
    }

    /** Removes a service; says whether it was the one that served the type. */
    synchronized boolean remove(String type, long serviceId) {
        List<Entry> entries = byType.getOrDefault(type, List.of());
        boolean served = !entries.isEmpty() && entries.get(0).serviceId() == serviceId;
        entries.removeIf(entry -> entry.serviceId() == serviceId);
        if (entries.isEmpty()) {
            byType.remove(type);
        }
        return served;
    }

    /**
     * @param type a device type
     * @return the service that serves it, or null
     */
    public synchronized Entry serving(String type) {
        List<Entry> entries = byType.get(type);
        return entries == null ? null : entries.get(0);
    }

    /** @return the types that are served, with who serves them */
    public synchronized Map<String, Entry> all() {
        Map<String, Entry> serving = new TreeMap<>();
        byType.forEach((type, entries) -> serving.put(type, entries.get(0)));
        return serving;
    }
}
