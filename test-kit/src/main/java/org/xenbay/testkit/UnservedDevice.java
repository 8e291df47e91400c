// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.util.List;
import java.util.Map;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceTemplate;
import org.xenbay.api.store.Permission;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.StoreTransaction;
import org.xenbay.api.store.XenStore;

/** Writes the nodes of a device that no backend serves yet, with libxl's permissions (libxl_device.c). */
final class UnservedDevice {

    private UnservedDevice() {}

    static void attach(XenStore store, DeviceId id, DeviceTemplate template) {
        StorePath backend = id.backendPath(0);
        StorePath frontend =
                StorePath.ofDomain(id.domain()).child("device/" + template.frontendType() + "/" + id.device());
        List<Permission> guestsOwn = List.of(Permission.none(id.domain()), Permission.read(0));
        List<Permission> guestReads = List.of(Permission.none(0), Permission.read(id.domain()));
        store.transact(transaction -> {
            begin(transaction, frontend, guestsOwn);
            write(transaction, frontend, Map.of("backend", backend.toString(), "backend-id", "0"));
            write(transaction, frontend, template.frontend());
            write(transaction, frontend, Map.of("state", "1"));
            template.guestReadOnly().forEach(node -> transaction.setPermissions(frontend.child(node), guestReads));
            begin(transaction, backend, guestReads);
            write(transaction, backend, template.backend());
            String domain = Integer.toString(id.domain());
            write(transaction, backend, Map.of("frontend", frontend.toString(), "frontend-id", domain));
            write(transaction, backend, Map.of("online", "1", "state", "1"));
            return null;
        });
    }

    private static void begin(StoreTransaction transaction, StorePath directory, List<Permission> permissions) {
        transaction.makeDirectory(directory);
        transaction.setPermissions(directory, permissions);
    }

    private static void write(StoreTransaction transaction, StorePath directory, Map<String, String> nodes) {
        nodes.forEach((name, value) -> transaction.write(directory.child(name), value));
    }
}
