// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xenbay.api.settings.Settings;
import org.xenbay.web.server.PageConfig;

class WebSettingsTest {

    private static final Path RUN = Path.of("/run/xenbay");

    private final Settings settings = WebSettings.settings();

    private PageConfig config(boolean demonstration) throws IOException {
        return WebSettings.config(settings.values(), RUN, demonstration);
    }

    private String problem(String key) {
        return settings.view().problems().stream()
                .filter(problem -> problem.key().equals(key))
                .map(Object::toString)
                .findFirst()
                .orElse("");
    }

    @Test
    void byDefaultThePageIsForDemonstrationsAndAtLoopback() throws IOException {
        assertThat(WebSettings.enabled(settings.values())).isEqualTo(WebSettings.DEMONSTRATION);
        PageConfig config = config(false);
        assertThat(config.address()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isZero();
        assertThat(config.socket()).isEmpty();
        assertThat(config.tls()).isEmpty();
        assertThat(config.tokens()).isEqualTo(Path.of("/run/xenbay/web/tokens"));
        assertThat(config.uploads()).isEmpty();
        assertThat(config(true).uploads()).contains(Path.of("/run/xenbay/web/uploads"));
    }

    @Test
    void anotherInterfaceNeedsACertificate() throws IOException {
        settings.update(Map.of("address", "0.0.0.0", "port", "8006"));
        assertThat(problem("address")).contains("needs a keystore");
        assertThat(config(false).address()).isEqualTo("127.0.0.1");
        assertThat(config(false).port()).isEqualTo(8006);
        for (String loopback : List.of("::1", "127.0.0.5", "localhost")) {
            settings.update(Map.of("address", loopback));
            assertThat(settings.view().problems()).isEmpty();
        }
    }

    @Test
    void aKeystoreComesWithItsPasswordAndWithoutAnAddressThereIsASocket() throws IOException {
        settings.update(Map.of("keystore", "/etc/xenbay/host.p12"));
        assertThat(problem("keystore")).contains("given both or not at all");
        settings.update(Map.of("address", ""));
        assertThat(problem("address")).contains("neither an address nor a socket");
        settings.update(Map.of("address", "", "socket", "yes"));
        assertThat(settings.view().problems()).isEmpty();
        assertThat(config(false).socket()).contains(Path.of("/run/xenbay/web/page.sock"));
    }

    @Test
    void aKeystoreThatIsNotThereIsNamed() {
        settings.update(Map.of("keystore", "/nowhere/host.p12", "keystorePasswordFile", "/nowhere/password"));
        assertThatThrownBy(() -> config(false)).isInstanceOf(IOException.class).hasMessageContaining("/nowhere/");
    }
}
