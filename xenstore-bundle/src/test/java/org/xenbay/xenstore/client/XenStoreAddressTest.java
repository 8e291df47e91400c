// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class XenStoreAddressTest {

    private static final Path DEVICE = Path.of("/dev/xen/xenbus");
    private static final Path OLD_DEVICE = Path.of("/proc/xen/xenbus");

    @Test
    void withoutVariablesItIsTheSocketAndThenTheDevices() {
        assertThat(XenStoreAddress.resolve(Map.of()).places())
                .containsExactly(Path.of("/var/run/xenstored/socket"), DEVICE, OLD_DEVICE);
    }

    @Test
    void theRunDirectoryMovesTheSocketOnly() {
        assertThat(XenStoreAddress.resolve(Map.of("XENSTORED_RUNDIR", "/run/x")).places())
                .containsExactly(Path.of("/run/x/socket"), DEVICE, OLD_DEVICE);
    }

    @Test
    void thePathReplacesEverything() {
        Map<String, String> environment = Map.of("XENSTORED_PATH", "/tmp/s", "XENSTORED_RUNDIR", "/run/x");
        assertThat(XenStoreAddress.resolve(environment)).isEqualTo(XenStoreAddress.of(Path.of("/tmp/s")));
    }

    @Test
    void emptyVariablesCountAsUnset() {
        assertThat(XenStoreAddress.resolve(Map.of("XENSTORED_PATH", "", "XENSTORED_RUNDIR", "")))
                .isEqualTo(XenStoreAddress.resolve(Map.of()));
    }

    @Test
    void itNamesItsPlaces() {
        assertThat(new XenStoreAddress(List.of(Path.of("/a"), Path.of("/b")))).hasToString("/a or /b");
        assertThatThrownBy(() -> new XenStoreAddress(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
