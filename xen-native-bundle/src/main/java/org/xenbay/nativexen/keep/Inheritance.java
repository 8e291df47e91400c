// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.keep;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.xenbay.nativexen.MissingLibrary;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.PollDescriptors;
import org.xenbay.nativexen.libc.ProcessCalls;

/**
 * The descriptors that the process before this one has left. Taken as soon as this bundle starts, before anything of the
 * hypervisor or the network is opened: what the earlier process had bound stays bound until its keeper is ended.
 */
public final class Inheritance {

    private static final Logger LOG = System.getLogger(Inheritance.class.getName());
    private static final String RUN_FOLDER = "xenbay.run.dir";
    /** The framework's property: auto, always or never. */
    private static final String KEEPER = "xenbay.keeper";

    private static final Path EVENT_CHANNELS = Path.of("/dev/xen/evtchn");
    private static final int END_MILLIS = 5_000;

    /** What must not be taken: Xen's devices hold ports and grants, input devices are grabbed, USB devices claimed. */
    private static final List<String> LEFT_OUT = List.of("/dev/xen/", "/dev/input/", "/dev/bus/usb/", "/proc/");

    private static Inheritance ofThisProcess;
    /** Null where nothing is kept. */
    private static KeeperWatch watch;

    private final Ledger ledger;
    private final Set<Integer> taken = ConcurrentHashMap.newKeySet();

    private Inheritance(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Takes over what there is, and sees to it that this process's descriptors are kept; the first time it is called.
     *
     * @param context knows the run folder; without one nothing is kept
     * @return what was taken over
     */
    public static synchronized Inheritance begin(BundleContext context) {
        String folder = context.getProperty(RUN_FOLDER);
        boolean kept = folder != null && isOfUse(context.getProperty(KEEPER));
        if (ofThisProcess == null) {
            ofThisProcess = kept ? begin(Path.of(folder)) : none();
        }
        if (kept && watch == null && ProcessCalls.isLoaded()) {
            watch = new KeeperWatch(Path.of(folder)).start();
        }
        return ofThisProcess;
    }

    /** @return who keeps this process's open files, or why nobody does, in words */
    static synchronized String keeperState() {
        return watch == null ? "none: nothing outlasts this process" : watch.state();
    }

    /** @return nothing of another process */
    static Inheritance none() {
        return new Inheritance(new Ledger());
    }

    /** Guests of the embedded Xen end with this process; so nothing need outlast it there, unless it is asked for. */
    private static boolean isOfUse(String setting) {
        return setting == null || setting.equals("auto") ? Files.exists(EVENT_CHANNELS) : setting.equals("always");
    }

    /** This process ends, and has left nothing to the next one. */
    static synchronized void endKeeper(BundleContext context) {
        if (watch != null) {
            watch.close();
            watch = null;
        }
        String folder = context.getProperty(RUN_FOLDER);
        if (folder == null || !LeftBehind.isEmpty()) {
            return;
        }
        try {
            Optional<KeeperProcess> own = KeeperProcess.find(Path.of(folder)).filter(KeeperProcess::isOfThisProcess);
            if (own.isPresent()) {
                ProcessCalls.load();
                own.get().end(Path.of(folder));
                ofThisProcess = null;
            }
        } catch (IOException | LinkageError failed) {
            LOG.log(Level.WARNING, "the process that keeps open files does not end: " + failed.getMessage());
        }
    }

    static Inheritance begin(Path folder) {
        LOG.log(Level.DEBUG, "this process is " + ProcessId.here());
        Inheritance inherited = none();
        try {
            ProcessCalls.load();
            List<KeeperProcess> before = KeeperProcess.all(folder);
            if (before.stream().anyMatch(KeeperProcess::isOfThisProcess)) {
                return inherited;
            }
            if (!before.isEmpty()) {
                inherited = new Inheritance(takeAll(folder, before.get(0)));
            }
            KeeperProcess own = KeeperProcess.start();
            own.note(folder, before);
            for (KeeperProcess each : before) {
                end(each);
                Ledger.remove(folder, each.daemon());
            }
            own.note(folder, List.of());
        } catch (LinkageError failed) {
            LOG.log(Level.ERROR, "open files will not outlast this process: " + MissingLibrary.explain(failed));
        } catch (IOException failed) {
            LOG.log(Level.ERROR, "open files will not outlast this process: " + failed.getMessage());
        }
        return inherited;
    }

    /** @return what they are here, noted for who comes next should this process be killed before its own are noted */
    private static Ledger takeAll(Path folder, KeeperProcess keeper) throws IOException {
        Map<Integer, Integer> numbers = new HashMap<>();
        int process = opened(keeper);
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(keeper.pid()), "fd"))) {
            for (Path each : open.toList()) {
                if (isWanted(each)) {
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
        return Ledger.read(folder, keeper.daemon())
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

    private static boolean isWanted(Path descriptor) throws IOException {
        String target = Files.readSymbolicLink(descriptor).toString();
        return target.startsWith("/") && LEFT_OUT.stream().noneMatch(target::startsWith);
    }

    private static boolean hasEnded(int process) {
        try (PollDescriptors end = new PollDescriptors(process)) {
            return end.await(END_MILLIS) == 1;
        }
    }

    /**
     * What it is open on has to be compared with what the word says: the number may have been given to another file.
     *
     * @param word of a kept thing
     * @param descriptor one of those that it names
     * @return its number here, the same each time; the caller closes it
     * @throws IOException when it is not there
     */
    public int take(Word word, int descriptor) throws IOException {
        if (word.owner().equals(ProcessId.here())) {
            return descriptor;
        }
        int here = ledger.find(word.owner(), descriptor)
                .orElseThrow(() -> new IOException(
                        "the open file " + descriptor + " of process " + word.process() + " is not there any more"));
        taken.add(here);
        return here;
    }

    /** Closes what nobody has taken, and gives nothing any more. */
    void settle() {
        for (int number : ledger.clear()) {
            if (!taken.contains(number)) {
                Libc.close(number);
            }
        }
        taken.clear();
    }
}
