// SPDX-License-Identifier: Apache-2.0
package org.xenbay.devicemodel;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.socket.LocalSocket;
import org.xenbay.api.store.StoreAccess;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.text.ShownText;

/**
 * A helper's request to be a guest's device model, which {@code xenbay-device-model} writes below {@code
 * device-model/<domain>/xenbay}. Only processes of this domain can write there; the nodes are checked nevertheless.
 *
 * @param pid the helper's process id, which identifies the request
 * @param name the guest's name, for the log
 * @param control path of the socket for libxl
 * @param statistics path of the socket for libxenstat; empty if there is none
 * @param answer the answer; empty before it is answered
 */
record Request(String pid, String name, String control, String statistics, String answer) {

    /** The answer on which libxl continues; any other answer is the reason of a refusal. */
    static final String RUNNING = "running";

    private static final List<String> NODES = List.of("pid", "name", "libxl-cmd", "libxenstat-cmd", "answer");
    private static final int SHOWN_NAME = 64;

    /** @return path of a guest's request, below the device models' directory */
    static StorePath path(StorePath root, int domain) {
        return root.child(domain).child("xenbay");
    }

    /** @return the request at a path, if there is one */
    static Optional<Request> read(StoreAccess store, StorePath path) {
        List<Optional<String>> values =
                store.readAll(NODES.stream().map(path::child).toList());
        if (values.get(0).isEmpty()) {
            return Optional.empty();
        }
        List<String> texts = values.stream().map(value -> value.orElse("")).toList();
        return Optional.of(new Request(texts.get(0), texts.get(1), texts.get(2), texts.get(3), texts.get(4)));
    }

    /** @throws IllegalArgumentException when it cannot be served; the message says why */
    List<Path> sockets() {
        if (DeviceId.canonicalNumber(pid).filter(number -> number > 0).isEmpty()) {
            throw new IllegalArgumentException("the node pid is not a process id");
        }
        if (control.equals(statistics)) {
            throw new IllegalArgumentException("the two sockets have one path: " + control);
        }
        return statistics.isEmpty()
                ? List.of(LocalSocket.checked(control))
                : List.of(LocalSocket.checked(control), LocalSocket.checked(statistics));
    }

    /** @return whether both are of the same helper */
    boolean isOf(Request other) {
        return pid.equals(other.pid) && control.equals(other.control) && statistics.equals(other.statistics);
    }

    /** @return whether it was refused */
    boolean isRefused() {
        return !answer.isEmpty() && !answer.equals(RUNNING);
    }

    /** @return the guest's name, for the log */
    String shownName() {
        return ShownText.of(name, SHOWN_NAME);
    }
}
