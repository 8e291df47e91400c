// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.command.CommandTerminal;
import org.xenbay.api.management.testing.FakeCore;
import org.xenbay.api.management.testing.FakeDevices;
import org.xenbay.web.access.Access;
import org.xenbay.web.access.LoginCodes;
import org.xenbay.web.access.Sessions;
import org.xenbay.web.access.Tokens;
import org.xenbay.web.host.HostServices;
import org.xenbay.web.host.LogLines;
import org.xenbay.web.server.Page;
import org.xenbay.web.server.PageConfig;
import org.xenbay.web.server.PageServer;

/**
 * The page at its UNIX socket, with a core, consoles and screens that note what reaches them. What belongs to guest 2 is for sessions that may
 * only look.
 */
final class PageHost implements AutoCloseable {

    static final String NAME = "localhost:8006";

    /** Jetty says at length what somebody sends that is no HTTP. */
    private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

    final FakeCore core = new FakeCore();
    final Path uploads;
    private final Path socket;
    private final Queue<String> troubles = new ConcurrentLinkedQueue<>();
    private final Sessions sessions = new Sessions(System::nanoTime);
    private final LogLines log = new LogLines();
    private final PageScreens screens;
    private final PageServer server;

    /** A session, as the browser has it. */
    record Session(String cookie, String key) {}

    PageHost(Path folder) throws IOException {
        JETTY.setLevel(Level.OFF);
        socket = folder.resolve("web/page.sock");
        uploads = folder.resolve("uploads");
        screens = new PageScreens(folder, troubles::add);
        for (String id : new String[] {"1/console/0", "1/vfb/0", "2/console/0", "2/vfb/0"}) {
            core.devices.add(FakeDevices.connected(id, "guest"));
        }
        HostServices services = new HostServices();
        services.bindAdmin(core);
        services.bindScreens(screens);
        bind(services, new Console());
        Tokens tokens = Tokens.at(folder.resolve("tokens"));
        PageConfig config = new PageConfig(
                "", 0, Optional.of(socket), Optional.empty(), List.of(), tokens.file(), Optional.of(uploads));
        server = PageServer.start(
                config, new Page(services, tokens, new LoginCodes(System::nanoTime), sessions, log, "fuzz"));
    }

    @SuppressWarnings("unchecked") // a proxy has no type parameter
    private static void bind(HostServices services, Command command) {
        ServiceReference<Command> reference = (ServiceReference<Command>) Proxy.newProxyInstance(
                PageHost.class.getClassLoader(),
                new Class<?>[] {ServiceReference.class},
                (proxy, method, arguments) ->
                        method.getName().equals("equals") ? (Object) (proxy == arguments[0]) : (Object) 0);
        services.bindCommand(reference, new ComponentServiceObjects<>() {
            @Override
            public Command getService() {
                return command;
            }

            @Override
            public void ungetService(Command service) {}

            @Override
            public ServiceReference<Command> getServiceReference() {
                return reference;
            }
        });
    }

    /** The command of consoles: says again what is typed, which for a guest that may only be looked at is nothing. */
    private final class Console implements Command {

        @Override
        public CommandSpec spec() {
            return CommandSpec.of("console", "Says again what is typed.").arguments(1, 1, "<id>", "a console");
        }

        @Override
        public Object run(CommandCall call) throws IOException {
            byte[] buffer = new byte[1024];
            call.out().print("welcome\r\n");
            CommandTerminal terminal = call.terminal();
            for (int count = terminal.read(buffer, 1000);
                    count != CommandTerminal.END;
                    count = terminal.read(buffer, 1000)) {
                if (count > 0 && call.device(0).domain() == 2) {
                    troubles.add("somebody who may only look types into a console");
                }
                call.out().write(buffer, 0, count);
            }
            return null;
        }
    }

    Path socket() {
        return socket;
    }

    Session begin(Access access) {
        Sessions.Login login = sessions.begin(access);
        return new Session(login.cookie(), login.key());
    }

    /** Ends a session, and looks whether another browser is served as before and nothing was noticed. */
    void end(Session session) throws IOException {
        sessions.end(session.cookie());
        String answer = ask("GET /login.js HTTP/1.1\r\nHost: " + NAME + "\r\nConnection: close\r\n\r\n");
        Finding.require(
                answer.startsWith("HTTP/1.1 200 "),
                "another browser is not served: " + answer.lines().findFirst());
        Finding.require(
                DeviceHost.within(DeviceHost.TIMEOUT, screens::isIdle), "a screen has a viewer whose browser has gone");
        String trouble = troubles.poll();
        Finding.require(trouble == null, trouble);
    }

    private String ask(String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
            ByteBuffer head = ByteBuffer.allocate(1 << 16);
            while (head.hasRemaining() && channel.read(head) >= 0) {
                // the answer ends with the connection
            }
            return new String(head.array(), 0, head.position(), StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        log.close();
        screens.close();
    }
}
