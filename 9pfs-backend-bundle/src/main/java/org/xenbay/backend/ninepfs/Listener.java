// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    /** In place of a domain's number: this host. */
    private static final int HOST = -1;

    /** The part of the heap for all clients of this host is 1 / this number: 64 MiB of 512. */
    private static final int PART_OF_HEAP = 8;

    private final NinePfsSettings config;
    private final Workers workers;
    private final Export export;
    private final FairBudget memory;
    private final AtomicInteger clients = new AtomicInteger();
    private final Workers.Entry entry;
    private final List<StreamServer> servers = new ArrayList<>();

    private Listener(NinePfsSettings config, Workers workers, Export export, Workers.Entry entry, FairBudget memory) {
        this.memory = memory;
        this.config = config;
        this.workers = workers;
        this.export = export;
        this.entry = entry;
    }

    /** @return the listener, if it can listen; otherwise the reason is logged, and only guests are served */
    static Optional<Listener> start(
            NinePfsSettings config, Listen listen, HostFiles files, Workers workers, Housekeeping housekeeping) {
        FairBudget memory =
                new FairBudget("bytes of memory", Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
        return start(config, listen, files, workers, housekeeping, memory);
    }

    /** @param memory the budget that the clients and their share divide */
    static Optional<Listener> start(
            NinePfsSettings config,
            Listen listen,
            HostFiles files,
            Workers workers,
            Housekeeping housekeeping,
            FairBudget memory) {
        try {
            return Optional.of(serve(config, listen, workers, export(listen, files, housekeeping, memory), memory));
        } catch (IOException failed) {
            LOG.log(Level.ERROR, "9p clients of this host are not served: " + failed.getMessage());
            return Optional.empty();
        }
    }

    /** @param export closed when this fails */
    private static Listener serve(
            NinePfsSettings config, Listen listen, Workers workers, Export export, FairBudget memory)
            throws IOException {
        Listener listener = new Listener(config, workers, export, entry(export, config), memory);
        try {
            listener.listen(listen);
            return listener;
        } catch (IOException failed) {
            listener.close();
            throw failed;
        }
    }

    private static Workers.Entry entry(Export export, NinePfsSettings config) throws IOException {
        try {
            return ThreadEntry.of(export, config.confine());
        } catch (IOException failed) {
            export.close();
            throw failed;
        }
    }

    /** All clients of this host together have as many descriptors as one guest, and their own budget of memory. */
    private static Export export(Listen listen, HostFiles files, Housekeeping housekeeping, FairBudget memory)
            throws IOException {
        Allowance descriptors = files.descriptors().of(HOST);
        Budgets budgets = new Budgets(listen.rules().descriptors(), descriptors, memory.of(HOST));
        return new Export(files.open(listen.path()), listen.rules(), housekeeping, budgets);
    }

    private void listen(Listen listen) throws IOException {
        if (!listen.socket().isEmpty()) {
            servers.add(StreamServer.unix(Path.of(listen.socket()), this));
        }
        if (listen.port().isPresent()) {
            servers.add(StreamServer.loopback(listen.port().getAsInt(), this));
        }
    }

    /** @return where it listens: the UNIX socket first */
    List<SocketAddress> addresses() {
        return servers.stream().map(StreamServer::address).toList();
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
        servers.forEach(StreamServer::close);
        export.close();
    }
}
