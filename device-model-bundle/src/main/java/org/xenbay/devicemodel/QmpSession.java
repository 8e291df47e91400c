// SPDX-License-Identifier: Apache-2.0
package org.xenbay.devicemodel;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.text.JsonString;

/**
 * The server's side of the QEMU Machine Protocol (qemu/docs/interop/qmp-spec), without a socket: takes a line and returns a
 * line. Its answers are those of a device model without emulated devices.
 */
final class QmpSession {

    /** One guest's device model, for the commands. */
    interface Machine {
        boolean isRunning();

        void setRunning(boolean running);

        /** A client ends the device model. */
        void quit();

        /** @return the address of the guest's screen for viewers by TCP; empty without one */
        Optional<InetSocketAddress> vnc();

        /** @return whether the guest has a screen */
        boolean setVncPassword(String password);
    }

    /** The version of QEMU, which libxl asks for: that of Debian 12, which was tested. */
    private static final String VERSION = "{\"qemu\":{\"micro\":0,\"minor\":2,\"major\":7},\"package\":\"xenbay\"}";

    /** The first line, sent by the server. */
    static final String GREETING = "{\"QMP\":{\"version\":" + VERSION + ",\"capabilities\":[]}}";

    private static final String NEGOTIATE = "qmp_capabilities";
    private static final String NOTHING = "{}";

    /** The action of a command. */
    private interface Command {

        /**
         * @param arguments the command's arguments, as unparsed texts
         * @return the command's result
         * @throws IllegalArgumentException when the arguments are wrong; the message says why
         */
        String run(Map<String, String> arguments);
    }

    private final Machine machine;
    private final Map<String, Command> commands = new TreeMap<>();
    private boolean negotiated;

    QmpSession(Machine machine) {
        this.machine = machine;
        commands.put(NEGOTIATE, none -> NOTHING);
        commands.put("query-status", none -> status());
        commands.put("query-version", none -> VERSION);
        commands.put("query-commands", none -> names());
        // QEMU's character devices; consoles and channels are backends here.
        commands.put("query-chardev", none -> "[]");
        commands.put("query-vnc", none -> vnc());
        commands.put("change-vnc-password", this::setVncPassword);
        commands.put("stop", none -> setRunning(false));
        commands.put("cont", none -> setRunning(true));
        commands.put("quit", none -> quit());
    }

    /**
     * @param line a command, without its line end
     * @return the answer, without a line end
     */
    String answer(String line) {
        Map<String, String> members;
        try {
            members = JsonObject.members(line);
        } catch (IllegalArgumentException malformed) {
            return failure("GenericError", String.valueOf(malformed.getMessage()), null);
        }
        String id = members.get("id");
        String execute = members.get("execute");
        if (execute == null) {
            return failure("GenericError", "the member execute is missing", id);
        }
        try {
            return run(JsonObject.string(execute), members.getOrDefault("arguments", NOTHING), id);
        } catch (IllegalArgumentException noString) {
            return failure("GenericError", "the member execute is not a string", id);
        }
    }

    private String run(String name, String arguments, @Nullable String id) {
        Command command = commands.get(name);
        if (command == null) {
            return failure("CommandNotFound", "xenbay's device model has no command " + name, id);
        }
        if (negotiated == name.equals(NEGOTIATE)) {
            return failure("CommandNotFound", negotiated ? "negotiated already" : "first comes " + NEGOTIATE, id);
        }
        negotiated = true;
        try {
            return "{\"return\":" + command.run(JsonObject.members(arguments)) + identified(id);
        } catch (IllegalArgumentException wrong) {
            return failure("GenericError", String.valueOf(wrong.getMessage()), id);
        }
    }

    private static String failure(String type, String description, @Nullable String id) {
        return "{\"error\":{\"class\":\"" + type + "\",\"desc\":" + JsonString.quote(description) + "}"
                + identified(id);
    }

    /** The client's identifier, returned unchanged. */
    private static String identified(@Nullable String id) {
        return id == null ? "}" : ",\"id\":" + id + "}";
    }

    private String status() {
        return machine.isRunning()
                ? "{\"status\":\"running\",\"running\":true}"
                : "{\"status\":\"paused\",\"running\":false}";
    }

    /** Answers like QEMU; libxl reads enabled, host and service. */
    private String vnc() {
        Optional<InetSocketAddress> address = machine.vnc();
        if (address.isEmpty()) {
            return "{\"enabled\":false}";
        }
        return "{\"enabled\":true,\"host\":" + JsonString.quote(address.get().getHostString()) + ",\"service\":\""
                + address.get().getPort() + "\",\"clients\":[]}";
    }

    private String setVncPassword(Map<String, String> arguments) {
        String password = arguments.get("password");
        if (password == null) {
            throw new IllegalArgumentException("the argument password is missing");
        }
        if (!machine.setVncPassword(JsonObject.string(password))) {
            throw new IllegalArgumentException("the guest has no screen");
        }
        return NOTHING;
    }

    private String names() {
        StringBuilder names = new StringBuilder("[");
        commands.keySet()
                .forEach(name -> names.append(names.length() > 1 ? "," : "")
                        .append("{\"name\":\"")
                        .append(name)
                        .append("\"}"));
        return names.append(']').toString();
    }

    private String setRunning(boolean running) {
        machine.setRunning(running);
        return NOTHING;
    }

    private String quit() {
        machine.quit();
        return NOTHING;
    }
}
