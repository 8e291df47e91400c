// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import java.util.Optional;
import org.xenbay.api.device.BadNodeException;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.NodeValues;
import org.xenbay.api.device.Readiness;
import org.xenbay.backend.console.output.OutputBuffer;

/**
 * The toolstack's nodes of a console. Of {@code output}, which has QEMU's syntax, only the kind counts; {@code connection}
 * and {@code path} of the backend have precedence where libxl writes them.
 *
 * @param pty whether it gets a pseudo terminal
 * @param socket path of its UNIX socket, if it gets one
 * @param channel whether it has a name: then programs use it, not people
 * @param asked most bytes of kept output, from its node {@code limit}; 0 for no limit
 * @param type value of its node {@code type}
 */
record ConsoleNodes(boolean pty, Optional<String> socket, boolean channel, long asked, String type) {

    /** Greatest number accepted in the node limit; the settings limit the kept bytes further. */
    private static final long MAX_LIMIT = 0xFFFF_FFFFL;

    /** Used when the toolstack wrote no type. */
    private static final String OTHERS = "xenconsoled";

    /** @return ready when the console is this backend's */
    static Readiness accept(DeviceContext device, ConsoleSettings config) {
        Optional<String> type = device.frontend("type").text("type");
        if (type.isEmpty() && device.id().device() != 0) {
            return Readiness.waitFor(Readiness.Side.TOOLSTACK, "node type, one of " + config.types());
        }
        String value = type.orElse(OTHERS);
        return config.types().contains(value)
                ? Readiness.ready()
                : Readiness.decline("its type is " + value + ", served are " + config.types());
    }

    /** @throws BadNodeException when a node has a wrong value */
    static ConsoleNodes read(DeviceContext device) {
        NodeValues backend = device.backend("connection", "path");
        NodeValues frontend = device.frontend("output", "name", "limit", "type");
        Optional<String> path = backend.text("path").filter(text -> !text.isEmpty());
        String connection = backend.text("connection")
                .filter(text -> !text.isEmpty())
                .orElseGet(() -> ofOutput(frontend.text("output").orElse("pty")));
        if (connection.equals("socket") && path.isEmpty()) {
            throw new BadNodeException("node path is missing, and node connection is socket");
        }
        boolean pty = switch (connection) {
            case "pty" -> true;
            case "socket", "null" -> false;
            default -> throw new BadNodeException("node connection is neither pty nor socket: " + connection);
        };
        boolean channel = frontend.text("name").filter(name -> !name.isEmpty()).isPresent();
        long asked = frontend.number("limit", 0, MAX_LIMIT, 0);
        return new ConsoleNodes(pty, path, channel, asked, frontend.text("type").orElse(OTHERS));
    }

    private static String ofOutput(String output) {
        if (output.isEmpty() || output.equals("pty") || output.startsWith("chardev:")) {
            return "pty";
        }
        if (output.equals("null")) {
            return output;
        }
        throw new BadNodeException("node output is none of pty, null and chardev:…: " + output);
    }

    /** To xenconsoled a missing limit or 0 means no limit; here all memory is bounded. */
    int limit(ConsoleSettings config) {
        long limit = asked == 0 ? config.maxLimit() : Math.min(asked, config.maxLimit());
        return (int) Math.max(OutputBuffer.MIN_LIMIT, limit);
    }
}
