// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded.internal;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.guest.PrimaryConsole;
import org.xenbay.api.store.Permission;
import org.xenbay.api.store.StoreAccess;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStore;

/**
 * Writes and removes the nodes that libxl writes to XenStore for a domain (xen/docs/misc/xenstore-paths.pandoc). There is
 * no {@code store} directory: embedded guests reach XenStore without a ring page.
 */
final class Toolstack {

    private static final StorePath OWN = StorePath.ofDomain(0);
    private static final StorePath VM = StorePath.of("/vm");
    private static final StorePath LIBXL = StorePath.of("/libxl");

    /** LIBXL_XENCONSOLE_LIMIT. */
    private static final String CONSOLE_LIMIT = "1048576";

    private static final String MEMORY_KIB = "131072";

    private final XenStore store;

    Toolstack(XenStore store) {
        this.store = store;
    }

    /** Writes the nodes of xen-init-dom0. */
    void prepareHost() {
        store.transact(tx -> {
            tx.write(OWN.child("domid"), "0");
            tx.write(OWN.child("name"), "Domain-0");
            for (String top : List.of("/vm", "/libxl", "/tool")) {
                tx.makeDirectory(StorePath.of(top));
            }
            return null;
        });
    }

    /** Writes the domain's own tree, before the domain is introduced. */
    void writeDomain(int domain, String name) {
        StorePath path = StorePath.ofDomain(domain);
        StorePath libxl = LIBXL.child(domain);
        UUID uuid = uuid(domain, name);
        StorePath vm = VM.child(uuid.toString());
        List<Permission> readOnly = List.of(Permission.none(0), Permission.read(domain));
        List<Permission> own = List.of(Permission.none(domain));
        store.transact(tx -> {
            tx.remove(path);
            tx.remove(libxl);
            directory(tx, path, readOnly);
            directory(tx, vm, readOnly);
            directory(tx, libxl, List.of(Permission.none(0)));
            tx.write(vm.child("uuid"), uuid.toString());
            tx.write(vm.child("name"), name);
            tx.write(libxl.child("type"), "pv");
            tx.write(path.child("vm"), vm.toString());
            tx.write(path.child("name"), name);
            tx.write(path.child("domid"), Integer.toString(domain));
            tx.write(path.child("cpu/0/availability"), "online");
            tx.write(path.child("memory/static-max"), MEMORY_KIB);
            tx.write(path.child("memory/target"), MEMORY_KIB);
            directory(tx, path.child("device"), readOnly);
            directory(tx, path.child("control"), readOnly);
            for (String writable :
                    List.of("shutdown", "feature-poweroff", "feature-reboot", "feature-suspend", "sysrq")) {
                directory(tx, path.child("control").child(writable), own);
            }
            for (String writable : List.of("data", "drivers", "feature", "attr", "error")) {
                directory(tx, path.child(writable), own);
            }
            return null;
        });
    }

    /** Writes the primary console of an ordinary guest: xenconsoled serves it until its {@code type} is changed. */
    void writeConsole(Guest guest) {
        int domain = guest.domain();
        PrimaryConsole console = guest.primaryConsole();
        StorePath frontend = guest.path().child("console");
        StorePath backend = OWN.child("backend/console").child(domain).child(0);
        Map<String, String> back = new LinkedHashMap<>();
        back.put("frontend", frontend.toString());
        back.put("frontend-id", Integer.toString(domain));
        back.put("online", "1");
        back.put("state", "1");
        back.put("protocol", "vt100");
        Map<String, String> front = new LinkedHashMap<>();
        front.put("backend", backend.toString());
        front.put("backend-id", "0");
        front.put("limit", CONSOLE_LIMIT);
        front.put("type", "xenconsoled");
        front.put("output", "pty");
        front.put("tty", "");
        front.put("port", Integer.toString(console.port().number()));
        front.put("ring-ref", Long.toString(console.frame()));
        List<Permission> readOnly = List.of(Permission.none(0), Permission.read(domain));
        store.transact(tx -> {
            StorePath shadow = LIBXL.child(domain).child("device/console/0");
            tx.write(shadow.child("frontend"), frontend.toString());
            tx.write(shadow.child("backend"), backend.toString());
            writeAll(tx, shadow, back);
            directory(tx, frontend, readOnly);
            writeAll(tx, frontend, front);
            directory(tx, backend, readOnly);
            writeAll(tx, backend, back);
            return null;
        });
    }

    /** Removes all nodes of the domain, and directories of backends that are empty afterwards. */
    void removeDomain(int domain, String name) {
        store.transact(tx -> {
            StorePath backends = OWN.child("backend");
            for (String type : tx.list(backends).orElse(List.of())) {
                StorePath served = backends.child(type);
                tx.remove(served.child(domain));
                removeIfEmpty(tx, served);
            }
            removeIfEmpty(tx, backends);
            tx.remove(OWN.child("device-model").child(domain));
            tx.remove(VM.child(uuid(domain, name).toString()));
            tx.remove(StorePath.ofDomain(domain));
            tx.remove(LIBXL.child(domain));
            return null;
        });
    }

    private static void removeIfEmpty(StoreAccess tx, StorePath path) {
        if (tx.list(path).map(List::isEmpty).orElse(false)) {
            tx.remove(path);
        }
    }

    private static void directory(StoreAccess tx, StorePath path, List<Permission> permissions) {
        tx.makeDirectory(path);
        tx.setPermissions(path, permissions);
    }

    private static void writeAll(StoreAccess tx, StorePath directory, Map<String, String> nodes) {
        nodes.forEach((name, value) -> tx.write(directory.child(name), value));
    }

    /** The same for the same domain, so that a run can be repeated exactly. */
    private static UUID uuid(int domain, String name) {
        return UUID.nameUUIDFromBytes((domain + "/" + name).getBytes(StandardCharsets.UTF_8));
    }
}
