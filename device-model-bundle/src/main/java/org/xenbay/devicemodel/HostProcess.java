// SPDX-License-Identifier: Apache-2.0
package org.xenbay.devicemodel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.xenbay.api.device.DeviceId;

/**
 * A running process of this host.
 *
 * @param pid its id
 * @param name its program's name, at most 15 characters (proc(5), comm)
 */
record HostProcess(int pid, String name) {

    /**
     * @param id value of a XenStore node with a process's id
     * @return the process; empty when the process has ended, and for a text that is not a number
     */
    static Optional<HostProcess> find(String id) {
        return DeviceId.canonicalNumber(id).flatMap(HostProcess::find);
    }

    private static Optional<HostProcess> find(int pid) {
        try {
            byte[] name = Files.readAllBytes(Path.of("/proc/" + pid + "/comm"));
            return Optional.of(new HostProcess(pid, new String(name, StandardCharsets.UTF_8).strip()));
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return (name.contains("qemu") ? "QEMU" : name) + " (pid " + pid + ")";
    }
}
