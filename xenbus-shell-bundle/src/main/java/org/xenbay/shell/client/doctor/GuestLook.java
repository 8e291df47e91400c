// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Configurations of guests: whether xl starts the helper for them, or a QEMU. */
final class GuestLook {

    private static final String CHECK = "guests";

    /** The first of Xen 4 whose p9 is not always QEMU's. */
    private static final int P9_TYPES = 19;

    private GuestLook() {}

    static List<Finding> at(Host host, DaemonState daemon) throws IOException {
        List<GuestFile> guests = GuestFile.all(host);
        List<Finding> found = new ArrayList<>();
        boolean allShares = isBeforeTypesOfShares(host);
        for (GuestFile guest : guests) {
            guest(host, guest, allShares).ifPresent(found::add);
        }
        return found.isEmpty()
                ? List.of(Finding.well(
                        CHECK,
                        "configurations in /etc/xen: " + guests.size() + ", none of which needs a QEMU beside Xenbay"))
                : found;
    }

    private static boolean isBeforeTypesOfShares(Host host) throws IOException {
        return host.text("/sys/hypervisor/version/major")
                        .filter(major -> major.strip().equals("4"))
                        .isPresent()
                && host.text("/sys/hypervisor/version/minor")
                        .map(String::strip)
                        .filter(minor -> minor.matches("\\d{1,4}"))
                        .filter(minor -> Integer.parseInt(minor) < P9_TYPES)
                        .isPresent();
    }

    private static Optional<Finding> guest(Host host, GuestFile guest, boolean allShares) {
        String file = Words.quoted(guest.file());
        boolean ours = guest.model()
                .filter(model -> model.endsWith("/xenbay-device-model"))
                .isPresent();
        if (guest.isHvm()) {
            return ours
                    ? Optional.of(Finding.warning(
                            CHECK,
                            guest.file() + " is of an HVM guest, and names the helper as its device model",
                            "xl create of this guest fails: its emulated devices need QEMU",
                            "sed -i '/^ *device_model_override/d' " + file))
                    : Optional.empty();
        }
        if (guest.model()
                .filter(model -> !model.startsWith("/") || !host.isExecutable(model))
                .isPresent()) {
            return Optional.of(Finding.warning(
                    CHECK,
                    guest.file() + " names a device model that is no program of this host: "
                            + guest.model().get(),
                    "xl create of this guest fails",
                    "sed -i '/^ *device_model_override/d; /^ *device_model_version/d' " + file + " && "
                            + guest.addModel(host)));
        }
        List<String> keys = guest.needsModel(allShares);
        if (guest.hasModel() || guest.hasDiskOfQemu() || keys.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Finding.warning(
                CHECK,
                "for " + guest.file() + " xl starts a QEMU, because of " + String.join(", ", keys),
                "that QEMU serves the devices that it takes first, and has 22 MB for each guest",
                guest.addModel(host)));
    }
}
