// SPDX-License-Identifier: Apache-2.0
package org.xenbay.devicemodel;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.xenbay.api.socket.AcceptFailures;
import org.xenbay.api.socket.LocalSocket;

/** A socket for QMP with several simultaneous clients. On the loop's thread. */
final class QmpSocket implements EventLoop.Ready, AutoCloseable {

    /** Most simultaneous clients: libxl connects for moments, and an operator may connect too. */
    static final int MAX_CLIENTS = 8;

    private static final Logger LOG = System.getLogger(QmpSocket.class.getName());

    private final EventLoop loop;
    private final QmpSession.Machine machine;
    private final LocalSocket file;
    private final AcceptFailures failures = new AcceptFailures(line -> LOG.log(Level.WARNING, line));
    private final List<QmpConnection> connections = new ArrayList<>();

    private QmpSocket(EventLoop loop, QmpSession.Machine machine, LocalSocket file) {
        this.loop = loop;
        this.machine = machine;
        this.file = file;
    }

    static QmpSocket listen(Path path, EventLoop loop, QmpSession.Machine machine) throws IOException {
        QmpSocket socket = new QmpSocket(loop, machine, LocalSocket.listen(path, LocalSocket.Access.OWNER));
        loop.register(socket.file.channel(), SelectionKey.OP_ACCEPT, socket);
        return socket;
    }

    @Override
    public void ready(SelectionKey key) {
        try {
            SocketChannel client = file.channel().accept();
            if (client != null) {
                failures.accepted();
                welcome(client);
            }
        } catch (IOException failed) {
            loop.rest(key, failures.pause(file, failed));
        }
    }

    private void welcome(SocketChannel client) throws IOException {
        if (connections.size() >= MAX_CLIENTS) {
            LOG.log(Level.WARNING, "more than " + MAX_CLIENTS + " programs want " + file + "; one is turned away");
            client.close();
            return;
        }
        QmpConnection connection = new QmpConnection(client, new QmpSession(machine), loop, connections::remove);
        connections.add(connection);
        connection.open();
    }

    /** Disconnects the clients, and removes the socket's file. */
    @Override
    public void close() {
        connections.forEach(QmpConnection::close);
        connections.clear();
        try {
            file.close();
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "cannot remove " + file + ": " + failed.getMessage());
        }
    }
}
