// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.host;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.FileException;
import org.xenbay.api.host.PseudoTerminal;
import org.xenbay.api.host.PseudoTerminals;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.nativexen.confine.NativeThreadConfinement;
import org.xenbay.nativexen.descriptor.DescriptorClaimer;
import org.xenbay.nativexen.descriptor.DescriptorToken;
import org.xenbay.nativexen.descriptor.InProcessTransfers;
import org.xenbay.nativexen.descriptor.InheritedDescriptors;
import org.xenbay.nativexen.descriptor.ThisProcess;
import org.xenbay.nativexen.libc.Machine;

/** All pseudo terminals, and the one thread that waits for them. */
final class TerminalLoop implements PseudoTerminals, DescriptorClaimer, AutoCloseable {

    private static final Logger LOG = System.getLogger(TerminalLoop.class.getName());
    private static final long STOP_SECONDS = 5;

    private final Map<Long, NativePseudoTerminal> terminals = new ConcurrentHashMap<>();
    private final AtomicLong keys = new AtomicLong();
    private final Descriptors descriptors = new Descriptors();
    private final Epoll epoll;
    private final TerminalLock lock = new TerminalLock();
    private final InProcessTransfers transfers;
    private final NativeThreadConfinement confinement;
    private final Thread thread;
    private volatile boolean stopping;

    /** @throws IOException when the kernel refuses an epoll set */
    TerminalLoop(Machine machine, ThisProcess process) throws IOException {
        epoll = new Epoll(machine);
        transfers = process.transfers();
        confinement = process.threadConfinement();
        thread = DaemonThreads.of("xenbay-terminals", this::run);
        thread.start();
    }

    @Override
    public PseudoTerminal open() throws IOException {
        return serve(PtyPair.open(), false);
    }

    @Override
    public @Nullable AutoCloseable take(DescriptorToken token, InheritedDescriptors from) throws IOException {
        if (!token.kind().equals(NativePseudoTerminal.KIND)) {
            return null;
        }
        PtyPair pair = PtyPair.of(from.take(token, token.first()), from.take(token, token.second()));
        if (!token.identity().isEmpty() && !token.identity().equals(pair.identity())) {
            throw new IOException("what is kept as " + token + " is another terminal by now: " + pair.identity());
        }
        return serve(pair, true);
    }

    private PseudoTerminal serve(PtyPair pair, boolean inherited) throws IOException {
        long key = keys.incrementAndGet();
        NativePseudoTerminal terminal = new NativePseudoTerminal(
                key, pair, new RawMode(pair, lock), epoll, descriptors, transfers, this::forget);
        terminals.put(key, terminal);
        try {
            terminal.begin(inherited);
            epoll.add(pair.master(), key);
        } catch (IOException failed) {
            terminal.close();
            throw failed;
        }
        if (stopping) {
            terminal.close();
            throw new IOException("pseudo terminals are no longer served");
        }
        return terminal;
    }

    private void forget(NativePseudoTerminal terminal) {
        terminals.remove(terminal.key());
    }

    /** Runs the loop. The thread needs no new descriptors: other threads open terminals and add them. */
    private void confine() {
        try {
            confinement.confineToDescriptors(true);
        } catch (FileException refused) {
            LOG.log(Level.ERROR, "the thread of pseudo terminals is not confined: " + refused.getMessage());
        }
    }

    private void run() {
        confine();
        try {
            while (!stopping) {
                epoll.await(this::tell);
            }
        } catch (IOException failed) {
            LOG.log(Level.ERROR, "cannot wait for pseudo terminals any more; all of them end", failed);
            abandonAll();
        }
    }

    private void tell(long key, int mask) {
        NativePseudoTerminal terminal = terminals.get(key);
        if (terminal == null) {
            return;
        }
        try {
            terminal.ready(mask);
        } catch (RuntimeException failed) {
            LOG.log(Level.ERROR, "a listener of " + terminal.slavePath() + " failed", failed);
        }
    }

    private void abandonAll() {
        for (NativePseudoTerminal terminal : List.copyOf(terminals.values())) {
            try {
                terminal.abandon();
            } catch (RuntimeException failed) {
                LOG.log(Level.ERROR, "a listener of " + terminal.slavePath() + " failed", failed);
            }
        }
    }

    /** Ends the thread and closes all terminals: waiting listeners are called and find them closed. */
    @Override
    public void close() {
        stopping = true;
        epoll.wake();
        boolean ended = join();
        abandonAll();
        if (ended) {
            epoll.close();
        } else {
            LOG.log(Level.ERROR, "the thread " + thread.getName() + " did not end; its descriptors stay open");
        }
    }

    private boolean join() {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
