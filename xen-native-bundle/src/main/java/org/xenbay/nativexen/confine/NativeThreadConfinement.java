// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.confine;

import java.io.File;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.Confinement;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.Power;
import org.xenbay.api.host.ThreadConfinement;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.nativexen.libc.FileCalls;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.Machine;
import org.xenbay.nativexen.libc.SystemCall;
import org.xenbay.nativexen.libc.SystemCalls;

/**
 * The means by which threads can confine themselves on this host. They are detected once, by a thread that tries all of them
 * and ends. Missing means are left out, and logged once; a means that the host has must work for each thread, or the thread
 * does not serve.
 */
public final class NativeThreadConfinement implements ThreadConfinement {

    private static final Logger LOG = System.getLogger(NativeThreadConfinement.class.getName());

    /** Files that the virtual machine or the C library reads when it first needs them, on any thread. */
    private static final List<String> NEEDED_LATE =
            List.of("/dev/urandom", "/dev/random", "/etc/localtime", "/etc/timezone", "/usr/share/zoneinfo");

    private static final int SET_NO_NEW_PRIVILEGES = 38;

    private final Machine machine;
    private final int landlockVersion;
    private final List<String> missing = new ArrayList<>();
    /** Null when the kernel does not have it. */
    private final @Nullable Landlock landlock;

    private final boolean filters;
    private final boolean dropsCapabilities;
    private final SystemCallFilter filter;
    /** Folders from which classes are loaded, beside the virtual machine's own. */
    private final List<Path> code;

    private NativeThreadConfinement(Machine machine, List<Path> code) {
        this.machine = machine;
        this.code = List.copyOf(code);
        filter = new SystemCallFilter(machine, RefusedCalls.on(machine));
        landlockVersion = Landlock.kernelVersion();
        Landlock candidate = landlockVersion >= Landlock.MIN_VERSION ? new Landlock(landlockVersion) : null;
        boolean[] works = new boolean[3];
        tryAll(candidate, works);
        landlock = works[0] ? candidate : null;
        filters = works[1];
        dropsCapabilities = works[2];
    }

    /**
     * @param code folders which confined threads may read, as classes are loaded from them
     * @return the means of this host; the caller's thread must not be confined
     * @throws LinkageError when the C library cannot be bound
     * @throws UnsupportedOperationException when this machine's numbers are not known
     */
    public static NativeThreadConfinement ofThisHost(List<Path> code) {
        SystemCalls.load();
        NativeThreadConfinement confinement = new NativeThreadConfinement(Machine.here(), code);
        confinement.log();
        return confinement;
    }

    private void log() {
        if (missing.isEmpty()) {
            LOG.log(Level.DEBUG, "threads that serve guests confine themselves: " + describe());
        } else {
            LOG.log(Level.WARNING, "threads that serve guests confine themselves only in part: " + describe());
        }
    }

    @Override
    public String describe() {
        List<String> there = new ArrayList<>();
        if (landlock != null) {
            there.add("files (Landlock " + landlockVersion + ")");
        }
        if (dropsCapabilities) {
            there.add("capabilities");
        }
        if (filters) {
            there.add("system calls");
        }
        String have = there.isEmpty() ? "nothing" : String.join(", ", there);
        return missing.isEmpty() ? have : have + "; missing: " + String.join(", ", missing);
    }

    /** @return whether a confined thread reaches the files of its share only */
    public boolean confinesFiles() {
        return landlock != null;
    }

    private void tryAll(@Nullable Landlock candidate, boolean[] works) {
        if (candidate == null) {
            missing.add("Landlock (the kernel has "
                    + (landlockVersion > 0 ? "version " + landlockVersion : "none")
                    + ", needed is Linux 5.19 with landlock in its list of security modules)");
        }
        Thread trial = DaemonThreads.start("xenbay-confinement-trial", () -> {
            works[0] = candidate != null && tried("Landlock", () -> restrict(candidate, -1, Set.of()));
            works[1] = tried("seccomp", filter::install);
            works[2] = tried("capabilities", () -> new Capabilities(machine).keepOnly(0));
        });
        try {
            trial.join();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** One step of confinement. */
    @FunctionalInterface
    private interface ConfinementStep {
        void run() throws FileException;
    }

    private boolean tried(String what, ConfinementStep step) {
        try {
            noNewPrivileges();
            step.run();
            return true;
        } catch (FileException refused) {
            missing.add(what + " (" + refused.getMessage() + ")");
            return false;
        }
    }

    private void noNewPrivileges() throws FileException {
        FileCalls.checked(
                SystemCalls.syscall(SystemCall.PRCTL.on(machine), SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0), "prctl");
    }

    private void restrict(Landlock with, int folder, Set<Power> powers) throws FileException {
        int rules = rules(with, folder, powers);
        try {
            Landlock.restrict(rules);
        } finally {
            Libc.close(rules);
        }
    }

    /** @param folder a descriptor; -1 for none */
    private int rules(Landlock with, int folder, Set<Power> powers) throws FileException {
        int rules = with.create();
        try {
            if (folder >= 0) {
                long devices = Landlock.MAKE_CHARACTER_DEVICE | Landlock.MAKE_BLOCK_DEVICE;
                Landlock.allow(rules, folder, with.everything() & ~(powers.contains(Power.MAKE_DEVICES) ? 0 : devices));
            }
            for (Path each : readable()) {
                Landlock.allowReading(rules, each);
            }
            return rules;
        } catch (FileException failed) {
            Libc.close(rules);
            throw failed;
        }
    }

    private List<Path> readable() {
        Stream<String> classPath = Arrays.stream(
                        System.getProperty("java.class.path", "").split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty());
        Stream<String> machine = Stream.of(System.getProperty("java.home"));
        return Stream.concat(
                        Stream.of(NEEDED_LATE.stream(), machine, classPath)
                                .flatMap(each -> each)
                                .map(Path::of),
                        Stream.concat(code.stream(), javaSettings().stream()))
                .distinct()
                .toList();
    }

    /** @return the folder of the virtual machine's settings, which distributions keep outside of its own */
    private static Optional<Path> javaSettings() {
        try {
            Path security = Path.of(System.getProperty("java.home"), "conf", "security", "java.security");
            return Optional.ofNullable(security.toRealPath().getParent()).map(Path::getParent);
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    /**
     * Prepares the confinement of threads that serve one share.
     *
     * @param folder the share's descriptor, used during this call only
     * @param powers privileges that they need beyond reading and writing the share's files
     * @return the confinement, which each thread applies to itself; to be closed
     * @throws FileException when the kernel refuses it, for example EMFILE
     */
    public Confinement ofShare(int folder, Set<Power> powers) throws FileException {
        int rules = landlock == null ? -1 : rules(landlock, folder, powers);
        return new Rules(rules, powers);
    }

    /**
     * Confines the calling thread to descriptors that are open already: it may open no files except those of its code,
     * loses capabilities, and has the system calls of a share's thread.
     *
     * @param locksTerminals whether it keeps CAP_SYS_ADMIN, which is needed to lock a terminal's modes
     * @throws FileException when a step fails that the host has
     */
    public void confineToDescriptors(boolean locksTerminals) throws FileException {
        noNewPrivileges();
        if (landlock != null) {
            restrict(landlock, -1, Set.of());
        }
        dropSystemCallsAndCapabilities(filter, locksTerminals ? Capabilities.SYS_ADMIN : 0);
    }

    private void dropSystemCallsAndCapabilities(SystemCallFilter calls, long capabilities) throws FileException {
        if (filters) {
            calls.install();
        }
        if (dropsCapabilities) {
            new Capabilities(machine).keepOnly(capabilities);
        }
    }

    /** The confinement of threads that serve one share. */
    private final class Rules implements Confinement {
        private final Set<Power> powers;
        /** Landlock's descriptor; -1 for none. */
        private int rules;

        private boolean closed;

        Rules(int rules, Set<Power> powers) {
            this.rules = rules;
            this.powers = Set.copyOf(powers);
        }

        /** Synchronized, so that the descriptor is not closed during the call. */
        @Override
        public synchronized void confineThread() throws FileException {
            if (closed) {
                confineToDescriptors(false);
                return;
            }
            noNewPrivileges();
            if (rules >= 0) {
                Landlock.restrict(rules);
            }
            dropSystemCallsAndCapabilities(filter, Capabilities.of(powers));
        }

        @Override
        public String toString() {
            return describe();
        }

        @Override
        public synchronized void close() {
            closed = true;
            if (rules >= 0) {
                Libc.close(rules);
                rules = -1;
            }
        }
    }
}
