// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandConsole;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.web.host.HostServices;
import org.xenbay.web.host.LogLines;

@Timeout(60)
class WebComponentTest {

    @TempDir
    Path folder;

    private final HostServices services = new HostServices();
    private WebComponent web;

    @AfterEach
    void stop() {
        if (web != null) {
            web.stop();
        }
    }

    private void start() throws Exception {
        Bundle bundle = fake(Bundle.class, 1L);
        BundleContext context = (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> method.getName().equals("getBundle") ? bundle : run().toString());
        web = new WebComponent(
                services,
                context,
                Map.of(
                        "enabled",
                        "yes",
                        "tokenFile",
                        folder.resolve("other/tokens").toString()));
    }

    /** Answers the same to everything. */
    private static <T> T fake(Class<T> type, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> answer));
    }

    private Path run() {
        return folder.resolve("run");
    }

    private int port() {
        return URI.create(web.addresses().get(0)).getPort();
    }

    private static void connect(int port) throws IOException {
        new Socket("127.0.0.1", port).close();
    }

    @Test
    void tokensElsewhereLeaveAFolderForThePort() throws Exception {
        start();
        assertThat(web.settings().view().problems()).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(run().resolve("web"))))
                .isEqualTo("rwx------");
        assertThat(run().resolve("web/port")).hasContent(port() + "\n");
    }

    @Test
    void aPortThatCannotBeKeptIsNoReasonNotToServeAndNothingIsLeftAtTheEnd() throws Exception {
        Files.createDirectories(run().resolve("web/port"));
        start();
        assertThat(web.settings().view().problems()).isEmpty();
        int port = port();
        connect(port);
        web.stop();
        assertThat(web.addresses()).isEmpty();
        assertThatThrownBy(() -> connect(port)).isInstanceOf(ConnectException.class);
        assertThat(Logger.getLogger("").getHandlers()).noneMatch(LogLines.class::isInstance);
    }

    @Test
    void aPortThatSomebodyElseHasNowIsToldOf() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Files.createDirectories(run().resolve("web"));
            Files.writeString(run().resolve("web/port"), other.getLocalPort() + "\n");
            start();
            assertThat(port()).isNotEqualTo(other.getLocalPort());
            String warning = "port " + other.getLocalPort() + ", where the page was in the last run";
            assertThat(page())
                    .isInstanceOfSatisfying(
                            PageCommand.View.class,
                            view -> assertThat(view.warning()).startsWith(warning));
            assertThat(page("--login")).asString().contains("login#code=", warning);
        }
        web.stop();
        start();
        assertThat(page())
                .isInstanceOfSatisfying(
                        PageCommand.View.class,
                        view -> assertThat(view.warning()).isEmpty());
    }

    @Test
    void theCommandTakesItsExamples() throws Exception {
        start();
        PageCommand command = new PageCommand(web);
        assertThat(command.spec().examples()).isNotEmpty();
        for (CommandSpec.Example example : command.spec().examples()) {
            assertThat(page(example.words().toArray(String[]::new)))
                    .as(example.line())
                    .isNotNull();
        }
    }

    private Object page(String... words) throws InterruptedException {
        PageCommand command = new PageCommand(web);
        return command.run(CommandCall.of(command.spec(), List.of(words), CommandConsole.of(System.out)));
    }

    /** Who tells of the core has taken the list of listeners before. */
    @Test
    void aCoreThatComesAtTheEndIsOfNoConcern() throws Exception {
        AtomicReference<WebComponent> ending = new AtomicReference<>();
        services.onCore(() -> ending.get().stop());
        start();
        ending.set(web);
        assertThatCode(() -> services.bindAdmin(fake(XenbusAdmin.class, Map.of())))
                .doesNotThrowAnyException();
        assertThat(web.addresses()).isEmpty();
    }
}
