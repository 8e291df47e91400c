// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xenbay.api.device.NodeValues;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStore;

/** One directory of a device in XenStore. */
final class Nodes {

    private final XenStore store;
    private final StorePath directory;

    Nodes(XenStore store, StorePath directory) {
        this.store = store;
        this.directory = directory;
    }

    StorePath directory() {
        return directory;
    }

    /**
     * Reads several nodes in one transaction.
     *
     * @throws org.xenbay.api.store.XenStoreException EAGAIN when the nodes keep changing
     */
    NodeValues read(String... names) {
        List<String> asked = List.of(names);
        List<StorePath> paths = asked.stream().map(directory::child).toList();
        Map<String, String> found = new LinkedHashMap<>();
        var values = paths.size() < 2
                ? store.readAll(paths)
                : store.transactBriefly(transaction -> transaction.readAll(paths));
        for (int i = 0; i < paths.size(); i++) {
            String name = asked.get(i);
            values.get(i).ifPresent(value -> found.put(name, value));
        }
        return new NodeValues(asked, found);
    }

    /**
     * Writes nodes at once, and only while the directory exists: what the toolstack has removed must not come back. If all of
     * them exist, the transaction reads only these nodes, so that other nodes which a guest creates there cause no conflict.
     *
     * @throws org.xenbay.api.store.XenStoreException EAGAIN when the nodes keep changing
     */
    void write(Map<String, String> values) {
        Map<StorePath, String> byPath = new LinkedHashMap<>();
        values.forEach((name, value) -> byPath.put(directory.child(name), value));
        List<Map.Entry<StorePath, String>> asked = List.copyOf(byPath.entrySet());
        List<StorePath> paths = List.copyOf(byPath.keySet());
        store.transactBriefly(transaction -> {
            var before = transaction.readAll(paths);
            if (before.stream().anyMatch(Optional::isEmpty) && !transaction.exists(directory)) {
                transaction.abort();
                return null;
            }
            for (int i = 0; i < asked.size(); i++) {
                String value = asked.get(i).getValue();
                if (!value.equals(before.get(i).orElse(null))) {
                    transaction.write(asked.get(i).getKey(), value);
                }
            }
            return null;
        });
    }
}
