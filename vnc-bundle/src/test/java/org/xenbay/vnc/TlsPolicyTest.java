// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.screen.VncServers;

/** Viewers that come while a configuration is read. */
@Timeout(60)
class TlsPolicyTest {

    @TempDir
    Path folder;

    /** A viewer connects whenever the configuration is asked whether it wants TLS. */
    @Test
    void noViewerComesInTheClearWhileAConfigurationThatForbidsItIsRead() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "changeit");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        Map<String, Object> wanted = Map.of(
                "keystore", folder.resolve("none").toString(),
                "keystorePasswordFile", password.toString(),
                "onlyTls", "yes");
        try (TestServers servers = new TestServers(folder)) {
            FakeScreen screen = servers.addAtFreePort(DeviceId.parse("5/vfb/0"), request -> request);
            assertThatThrownBy(() -> servers.configure(wanted)).hasMessageContaining("no certificate can be read from");
            List<byte[]> offers = new ArrayList<>();
            Map<String, Object> read = watched(wanted, () -> offers.add(offers(servers.address(screen))));
            assertThatThrownBy(() -> servers.configure(read)).hasMessageContaining("no certificate can be read from");
            assertThat(offers)
                    .isNotEmpty()
                    .allSatisfy(offer -> assertThat(offer).as("refused").isEmpty());
        }
    }

    private static Map<String, Object> watched(Map<String, Object> properties, Runnable look) {
        return new AbstractMap<>() {
            @Override
            public Set<Entry<String, Object>> entrySet() {
                return properties.entrySet();
            }

            @Override
            public Object get(Object key) {
                look.run();
                return properties.get(key);
            }
        };
    }

    private static byte[] offers(VncServers.Address address) {
        try (RfbClient viewer = AuthenticationTest.connect(address)) {
            return viewer.version("RFB 003.008\n");
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }
}
