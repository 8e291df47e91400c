// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.budget.FairBudget;
import org.xenbay.api.file.HostFiles;
import org.xenbay.backend.ninepfs.NinePfsSettings.Listen;
import org.xenbay.backend.ninepfs.export.Budgets;
import org.xenbay.backend.ninepfs.export.Export;
import org.xenbay.backend.ninepfs.export.Housekeeping;
import org.xenbay.backend.ninepfs.server.Conversation;
import org.xenbay.backend.ninepfs.server.Lane;
import org.xenbay.backend.ninepfs.server.Statistics;
import org.xenbay.backend.ninepfs.server.Workers;
import org.xenbay.backend.ninepfs.socket.StreamServer;

/** Serves 9P clients of this host on the sockets that are configured. */
final class Listener implements StreamServer.Clients, AutoCloseable {

    private static final String CLIENT = "a 9p client of this host";
    private static final Logger LOG = System.getLogger(Listener.class.getName());

    /** Stands for this host where guests have the number of their domain. */
    private static final int HOST = -1;

    /** The clients of this host have one part in so many of the heap: 64 MiB of 512. */
    private static final int PART_OF_HEAP = 8;

    private final NinePfsSettings config;
    private final Workers workers;
    private final Export export;
    private final FairBudget memory;
    private final AtomicInteger clients = new AtomicInteger();
    /** Set before it listens. */
    private Workers.Entry entry;

    private StreamServer unix;
    private StreamServer loopback;

    private Listener(NinePfsSettings config, Workers workers, Export export, FairBudget memory) {
        this.memory = memory;
        this.config = config;
        this.workers = workers;
        this.export = export;
    }

    /** @return the listener, which logs why when it cannot listen; guests are served nevertheless */
    static Listener start(
            NinePfsSettings config, Listen listen, HostFiles files, Workers workers, Housekeeping housekeeping) {
        FairBudget memory =
                new FairBudget("bytes of memory", Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
        return start(config, listen, files, workers, housekeeping, memory);
    }

    /** @param memory the budget that the clients and their share divide */
    static Listener start(
            NinePfsSettings config,
            Listen listen,
            HostFiles files,
            Workers workers,
            Housekeeping housekeeping,
            FairBudget memory) {
        Listener listener = null;
        try {
            listener = new Listener(config, workers, export(listen, files, housekeeping, memory), memory);
            listener.listen(listen);
            return listener;
        } catch (IOException failed) {
            LOG.log(Level.ERROR, "9p clients of this host are not served: " + failed.getMessage());
            if (listener != null) {
                listener.close();
            }
            return null;
        }
    }

    /** All clients of this host together have as many descriptors as one guest, and a budget of memory of their own. */
    private static Export export(Listen listen, HostFiles files, Housekeeping housekeeping, FairBudget memory)
            throws IOException {
        Allowance descriptors = files.descriptors().of(HOST);
        Budgets budgets = new Budgets(listen.rules().descriptors(), descriptors, memory.of(HOST));
        return new Export(files.open(listen.path()), listen.rules(), housekeeping, budgets);
    }

    private void listen(Listen listen) throws IOException {
        entry = ThreadEntry.of(export, config.confine());
        if (!listen.socket().isEmpty()) {
            unix = StreamServer.unix(Path.of(listen.socket()), this);
        }
        if (listen.port() != 0) {
            loopback = StreamServer.loopback(listen.port(), this);
        }
    }

    @Override
    public Allowance memory() {
        return memory.of(clients.getAndIncrement());
    }

    @Override
    public Lane lane() {
        return workers.shareThreads("listen").lane(entry);
    }

    @Override
    public Conversation converse(Lane lane, int most) {
        Statistics statistics =
                new Statistics(CLIENT, config::slowMillis, slow -> LOG.log(Level.INFO, CLIENT + ": " + slow));
        return new Conversation(export, lane, config.limits().withMsize(most), statistics);
    }

    @Override
    public void close() {
        if (unix != null) {
            unix.close();
        }
        if (loopback != null) {
            loopback.close();
        }
        export.close();
    }
}
