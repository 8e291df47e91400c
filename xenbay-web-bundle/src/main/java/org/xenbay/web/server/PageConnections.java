// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.server;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.util.thread.Scheduler;

/** Makes connections, and closes those by which nothing is asked: each takes the place of another. */
final class PageConnections extends HttpConnectionFactory {

    private final long millis;

    /** @param millis how long a connection may take for the head of its first request, with all that comes before */
    PageConnections(HttpConfiguration http, long millis) {
        super(http);
        this.millis = millis;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        Connection connection = super.newConnection(connector, endPoint);
        Scheduler.Task task = connector.getScheduler().schedule(() -> look(connection), millis, TimeUnit.MILLISECONDS);
        connection.addEventListener(new Connection.Listener() {
            @Override
            public void onClosed(Connection closed) {
                task.cancel();
            }
        });
        return connection;
    }

    private static void look(Connection connection) {
        if (connection.getMessagesIn() == 0) {
            connection.getEndPoint().close();
        }
    }
}
