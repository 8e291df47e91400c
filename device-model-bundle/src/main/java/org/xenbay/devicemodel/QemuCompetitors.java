// SPDX-License-Identifier: Apache-2.0
package org.xenbay.devicemodel;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.host.Competitors;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStore;

/**
 * Finds another program that libxl started for a guest's devices: the guest's device model, whose process id libxl notes in
 * {@code image/device-model-pid}, or {@code xen-9pfsd}.
 */
final class QemuCompetitors implements Competitors {

    /** The types that the device model of a PV guest serves (libxl_create.c, libxl__need_xenpv_qemu). */
    private static final Set<String> QEMU_TYPES = Set.of("console", "vkbd", "vfb", "9pfs", "qusb", "qdisk", "qnic");

    private static final String XEN_9PFS = "xen_9pfs";

    private final XenStore store;
    private final StorePath root;
    private final NinePfsDaemon ninePfs;

    QemuCompetitors(XenStore store, int ownDomain, NinePfsDaemon ninePfs) {
        this.store = store;
        this.root = StorePath.ofDomain(ownDomain).child("device-model");
        this.ninePfs = ninePfs;
    }

    @Override
    public Optional<String> servedBy(DeviceId device) {
        if (device.type().equals(XEN_9PFS)) {
            return ninePfs.other().map(HostProcess::toString);
        }
        boolean primaryConsole = device.type().equals("console") && device.device() == 0;
        if (primaryConsole || !QEMU_TYPES.contains(device.type())) {
            return Optional.empty();
        }
        return deviceModel(device.domain());
    }

    private Optional<String> deviceModel(int domain) {
        List<Optional<String>> nodes = store.readAll(List.of(
                Request.path(root, domain).child("pid"), root.child(domain).child("state")));
        if (nodes.get(0).isPresent() || nodes.get(1).filter("running"::equals).isEmpty()) {
            return Optional.empty();
        }
        return store.read(StorePath.ofDomain(domain).child("image/device-model-pid"))
                .flatMap(HostProcess::find)
                .map(HostProcess::toString);
    }
}
