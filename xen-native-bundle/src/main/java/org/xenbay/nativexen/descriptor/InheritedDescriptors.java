// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.descriptor;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.PollDescriptors;
import org.xenbay.nativexen.libc.ProcessCalls;

/**
 * The descriptors of the previous process. They are taken as soon as this bundle starts, before it opens devices of the
 * hypervisor or sockets: ports and sockets of the previous process stay bound until its keeper ends.
 */
public final class InheritedDescriptors {

    private static final Logger LOG = System.getLogger(InheritedDescriptors.class.getName());
    private static final int END_MILLIS = 5_000;

    /**
     * Paths of descriptors that must not be taken: Xen's devices hold ports and grants, input devices are grabbed, USB
     * devices claimed.
     */
    private static final List<String> LEFT_OUT = List.of("/dev/xen/", "/dev/input/", "/dev/bus/usb/", "/proc/");

    /** What the kernel calls a socket; its inode's number and a bracket follow. */
    private static final String SOCKET = "socket:[";

    private final DescriptorMap ledger;
    private final Set<Integer> taken = ConcurrentHashMap.newKeySet();
    /** What nobody had taken is closed: the numbers of this process's own tokens may be other files' by now. */
    private volatile boolean closed;

    private InheritedDescriptors(DescriptorMap ledger) {
        this.ledger = ledger;
    }

    /** @return no descriptors */
    public static InheritedDescriptors none() {
        return new InheritedDescriptors(new DescriptorMap());
    }

    /**
     * Takes over the previous process's descriptors, and starts a process that keeps this one's. Logs a failure.
     *
     * @param folder the run folder
     * @return the descriptors taken over
     */
    static InheritedDescriptors begin(Path folder) {
        LOG.log(Level.DEBUG, "this process is " + ProcessId.here());
        InheritedDescriptors inherited = none();
        try {
            ProcessCalls.load();
            List<KeeperProcess> before = KeeperProcess.all(folder);
            if (before.stream().anyMatch(KeeperProcess::isOfThisProcess)) {
                return inherited;
            }
            if (!before.isEmpty()) {
                inherited = new InheritedDescriptors(takeAll(folder, before.get(0)));
            }
            KeeperProcess own = KeeperProcess.start();
            own.note(folder, before);
            for (KeeperProcess each : before) {
                end(each);
                DescriptorMap.remove(folder, each.daemon());
            }
            own.note(folder, List.of());
        } catch (IOException failed) {
            LOG.log(Level.ERROR, "open files will not outlast this process: " + failed.getMessage());
        }
        return inherited;
    }

    /**
     * @return their numbers in this process, which are also noted for the next process, in case this one is killed before it
     *     has noted its own
     */
    private static DescriptorMap takeAll(Path folder, KeeperProcess keeper) throws IOException {
        Map<Integer, Integer> numbers = new HashMap<>();
        Set<Long> sockets = KeptSockets.read(folder);
        int process = opened(keeper);
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(keeper.pid()), "fd"))) {
            for (Path each : open.toList()) {
                if (isWanted(each, sockets)) {
                    int number = Integer.parseInt(each.getFileName().toString());
                    int copy = ProcessCalls.pidfdGetfd(process, number);
                    if (copy < 0) {
                        throw new IOException("pidfd_getfd: " + Libc.text(Libc.errno()));
                    }
                    numbers.put(number, copy);
                }
            }
        } finally {
            Libc.close(process);
        }
        LOG.log(
                Level.INFO,
                "took over " + numbers.size() + " open files of process "
                        + keeper.daemon().pid());
        return DescriptorMap.read(folder, keeper.daemon())
                .next(keeper.daemon(), numbers)
                .write(folder);
    }

    private static int opened(KeeperProcess keeper) throws IOException {
        int process = ProcessCalls.pidfdOpen(keeper.pid());
        if (process < 0) {
            throw new IOException("pidfd_open of the earlier process's keeper: " + Libc.text(Libc.errno()));
        }
        return process;
    }

    private static void end(KeeperProcess keeper) throws IOException {
        int process = opened(keeper);
        try {
            if (ProcessCalls.kill(process) < 0 || !hasEnded(process)) {
                throw new IOException("the earlier process's keeper does not end: " + Libc.text(Libc.errno()));
            }
        } finally {
            Libc.close(process);
        }
    }

    private static boolean isWanted(Path descriptor, Set<Long> sockets) throws IOException {
        String target = Files.readSymbolicLink(descriptor).toString();
        if (target.startsWith(SOCKET) && target.endsWith("]")) {
            return sockets.contains(Long.parseLong(target.substring(SOCKET.length(), target.length() - 1)));
        }
        return target.startsWith("/") && LEFT_OUT.stream().noneMatch(target::startsWith);
    }

    private static boolean hasEnded(int process) {
        try (PollDescriptors end = new PollDescriptors(process)) {
            return end.await(END_MILLIS) == 1;
        }
    }

    /**
     * Returns an inherited descriptor. The caller compares the descriptor's file with the identity in the token, because
     * another file may have got the number.
     *
     * @param token names a resource
     * @param descriptor one of the descriptors that the token names
     * @return its number in this process, the same each time; the caller closes it
     * @throws IOException when it was not taken over
     */
    public int take(DescriptorToken token, int descriptor) throws IOException {
        if (token.owner().equals(ProcessId.here())) {
            if (closed) {
                throw new IOException("the open file " + descriptor + " was closed, because nobody had taken it");
            }
            return descriptor;
        }
        int here = ledger.find(token.owner(), descriptor)
                .orElseThrow(() -> new IOException(
                        "the open file " + descriptor + " of process " + token.process() + " is not there any more"));
        taken.add(here);
        return here;
    }

    /** Closes the descriptors that were not taken, and returns no more from now on. */
    void closeUnclaimed() {
        closed = true;
        for (int number : ledger.clear()) {
            if (!taken.contains(number)) {
                Libc.close(number);
            }
        }
        taken.clear();
    }
}
