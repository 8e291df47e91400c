// SPDX-License-Identifier: Apache-2.0
package org.xenbay.devicemodel;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.text.JsonString;

/**
 * The server's side of the QEMU Machine Protocol (qemu/docs/interop/qmp-spec), without a socket: takes a line and returns a
 * line. Its answers are those of a device model without emulated devices. On the loop's thread.
 */
final class QmpSession {

    /** One guest's device model, for the commands. */
    interface Machine {
        boolean isRunning();

        void setRunning(boolean running);

        /** A client ends the device model. */
        void quit();

        /** @return done when the guest's screen is shown, is not wanted, or does not appear in time */
        CompletableFuture<Void> screen();

        /** @return why a screen that is wanted is not shown; empty when it is, or none is wanted */
        Optional<String> missingScreen();

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
    private static final String QUERY_VNC = "query-vnc";
    private static final String VNC_PASSWORD = "change-vnc-password";
    private static final String NOTHING = "{}";

    /** Commands that wait for the guest's screen. */
    private static final Set<String> OF_SCREENS = Set.of(QUERY_VNC, VNC_PASSWORD);

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
        commands.put(QUERY_VNC, none -> vnc());
        commands.put(VNC_PASSWORD, this::setVncPassword);
        commands.put("stop", none -> setRunning(false));
        commands.put("cont", none -> setRunning(true));
        commands.put("quit", none -> quit());
    }

    /**
     * @param line a command, without its line end
     * @return the answer, without a line end; done at once for most commands. The next command comes after it
     */
    CompletableFuture<String> answer(String line) {
        Map<String, String> members;
        try {
            members = JsonObject.members(line);
        } catch (IllegalArgumentException malformed) {
            return failed("GenericError", String.valueOf(malformed.getMessage()), null);
        }
        String id = members.get("id");
        String execute = members.get("execute");
        if (execute == null) {
            return failed("GenericError", "the member execute is missing", id);
        }
        try {
            return run(JsonObject.string(execute), members.getOrDefault("arguments", NOTHING), id);
        } catch (IllegalArgumentException noString) {
            return failed("GenericError", "the member execute is not a string", id);
        }
    }

    private CompletableFuture<String> run(String name, String arguments, @Nullable String id) {
        Command command = commands.get(name);
        if (command == null) {
            return failed("CommandNotFound", "xenbay's device model has no command " + name, id);
        }
        if (negotiated == name.equals(NEGOTIATE)) {
            return failed("CommandNotFound", negotiated ? "negotiated already" : "first comes " + NEGOTIATE, id);
        }
        negotiated = true;
        return OF_SCREENS.contains(name)
                ? machine.screen().thenApply(shown -> result(command, arguments, id))
                : CompletableFuture.completedFuture(result(command, arguments, id));
    }

    private static String result(Command command, String arguments, @Nullable String id) {
        try {
            return "{\"return\":" + command.run(JsonObject.members(arguments)) + identified(id);
        } catch (IllegalArgumentException wrong) {
            return failure("GenericError", String.valueOf(wrong.getMessage()), id);
        }
    }

    private static CompletableFuture<String> failed(String type, String description, @Nullable String id) {
        return CompletableFuture.completedFuture(failure(type, description, id));
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
        checkScreen();
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
        checkScreen();
        if (!machine.setVncPassword(JsonObject.string(password))) {
            throw new IllegalArgumentException("the guest has no screen");
        }
        return NOTHING;
    }

    private void checkScreen() {
        machine.missingScreen().ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
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
