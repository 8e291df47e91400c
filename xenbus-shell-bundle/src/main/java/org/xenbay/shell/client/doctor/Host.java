// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The host that is looked at. Names of its files begin with a slash, and are looked for below its root.
 *
 * @param root {@code /}, or another folder in a test
 * @param installation where this distribution is
 * @param environment variables of this process
 * @param probes what cannot be read from a file
 */
public record Host(Path root, Installation installation, Map<String, String> environment, Probes probes) {

    static final String EVENT_CHANNELS = "/dev/xen/evtchn";
    static final String CAPABILITIES = "/proc/xen/capabilities";

    /** The variable with the user's home. */
    static final String HOME = "HOME";

    private static final String HYPERVISOR = "/sys/hypervisor/type";

    /** Longer files are no files of a configuration, and are not read. */
    private static final long MAX_LENGTH = 1 << 20;

    /** Where a shell of root finds programs. */
    static final String[] PATH = {
        "/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin",
    };

    /** What kind of host it is. */
    enum Kind {
        /** Guests are made and served here. */
        DOMAIN_0,
        /** Guests may be served here, and are made elsewhere. */
        DRIVER_DOMAIN,
        /** There is no hypervisor. */
        NO_XEN
    }

    /** Copies the variables. */
    public Host {
        environment = Map.copyOf(environment);
    }

    /**
     * @param installation where this distribution is
     * @return this machine
     */
    public static Host ofThisMachine(Installation installation) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        // The home that Java knows is that of the user, whatever the variable says.
        environment.put(HOME, System.getProperty("user.home"));
        return new Host(Path.of("/"), installation, environment, Probes.ofThisMachine());
    }

    /** @return by the files that only a machine on Xen has, as the daemon decides it, or by what the kernel says of its hypervisor */
    Kind kind() throws IOException {
        boolean xen = has(EVENT_CHANNELS)
                || has(CAPABILITIES)
                || text(HYPERVISOR).filter(type -> type.strip().equals("xen")).isPresent();
        if (!xen) {
            return Kind.NO_XEN;
        }
        boolean first = text(CAPABILITIES)
                .map(capabilities -> capabilities.contains("control_d"))
                .orElseGet(() -> has("/etc/xen"));
        return first ? Kind.DOMAIN_0 : Kind.DRIVER_DOMAIN;
    }

    Path file(String name) {
        return root.resolve(name.substring(1));
    }

    Path file(Path absolute) {
        return file(absolute.toString());
    }

    boolean has(String name) {
        return Files.exists(file(name));
    }

    boolean isExecutable(String name) {
        return Files.isRegularFile(file(name)) && Files.isExecutable(file(name));
    }

    /** @return where a program is that a shell of root finds by its name */
    Optional<String> program(String name) {
        return Stream.of(PATH)
                .map(folder -> folder + "/" + name)
                .filter(this::isExecutable)
                .findFirst();
    }

    /** @return a file's text; empty when there is no such file, or it may not be read */
    Optional<String> text(String name) throws IOException {
        Path file = file(name);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_LENGTH) {
                return Optional.empty();
            }
            // Each byte is a character: files of other programs have any encoding.
            return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException | AccessDeniedException none) {
            return Optional.empty();
        }
    }

    boolean hasSystemd() {
        return has("/run/systemd/system");
    }

    /** @return the command that starts the daemon */
    public String start() throws IOException {
        boolean service = Unit.of(this).isPresent();
        return service ? "systemctl start xenbay" : Words.quoted(installation.program()) + " --daemon";
    }

    /** @return the command that ends the daemon and starts it again */
    String restart() {
        String pid = Words.quoted(installation.run().resolve("xenbay.pid").toString());
        return hasSystemd()
                ? "systemctl restart xenbay"
                : "pid=$(cat " + pid + "); kill $pid; tail --pid=$pid -f /dev/null; "
                        + Words.quoted(installation.program()) + " --daemon";
    }

    /** @return the command that installs packages of Debian */
    static String install(String packages) {
        return "apt install " + packages;
    }
}
