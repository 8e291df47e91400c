// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.socket;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.screen.VncServers;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.web.access.Access;
import org.xenbay.web.access.Session;
import org.xenbay.web.host.HostServices;
import org.xenbay.web.host.Refusal;

/** A guest's screen: passes bytes between the page's viewer and the screen's VNC server. */
final class ScreenSocket extends PageSocket {

    private static final System.Logger LOG = System.getLogger(ScreenSocket.class.getName());
    private static final int NOT_FOUND = 404;
    private static final long WAIT_MILLIS = 1000;

    private final HostServices services;
    private final DeviceId device;
    private final InputBytes input = new InputBytes(this::demand);
    private volatile boolean over;

    ScreenSocket(Session session, OpenSockets sockets, HostServices services, DeviceId device) {
        super(session, sockets, "xenbay-web-screen");
        this.services = services;
        this.device = device;
    }

    @Override
    void run() throws IOException, InterruptedException {
        String socket = services.screens()
                .address(device)
                .map(VncServers.Address::socket)
                .filter(path -> !path.isEmpty())
                .orElseThrow(() -> new Refusal(NOT_FOUND, "there is no screen " + device));
        try (SocketChannel server = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            Thread writer = DaemonThreads.start("xenbay-web-viewer", () -> passInput(server));
            try {
                passPicture(server);
            } finally {
                input.end();
                server.close();
                writer.join();
            }
        }
    }

    private void passPicture(SocketChannel server) throws IOException, InterruptedException {
        ByteBuffer buffer = ByteBuffer.allocate(MAX_FRAME);
        try {
            while (server.read(buffer.clear()) >= 0) {
                send(buffer.flip());
            }
        } catch (AsynchronousCloseException ended) {
            if (!over) {
                throw ended;
            }
        }
    }

    /** Ends the other direction too, when the browser has gone or has sent nonsense. */
    private void passInput(SocketChannel server) {
        byte[] bytes = new byte[MAX_FRAME];
        ViewOnly filter = new ViewOnly();
        boolean mayType = session().access() == Access.FULL;
        try (server) {
            for (int count = input.read(bytes, WAIT_MILLIS);
                    count != InputBytes.END;
                    count = input.read(bytes, WAIT_MILLIS)) {
                ByteBuffer piece = ByteBuffer.wrap(bytes, 0, count);
                ByteBuffer allowed = mayType ? piece : filter.allowed(piece);
                while (allowed.hasRemaining()) {
                    server.write(allowed);
                }
            }
            over = true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException gone) {
            over = true;
            LOG.log(Level.DEBUG, "input of {0} ends: {1}", device, gone.getMessage());
        }
    }

    @Override
    boolean received(ByteBuffer bytes) {
        return input.put(bytes);
    }

    @Override
    void ended() {
        input.end();
    }
}
