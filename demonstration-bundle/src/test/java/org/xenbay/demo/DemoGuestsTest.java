// SPDX-License-Identifier: Apache-2.0
package org.xenbay.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.management.BackendView;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.embedded.EmbeddedXen;
import org.xenbay.frontend.HandDrivenBackends;

class DemoGuestsTest {

    private final EmbeddedXen xen = new EmbeddedXen();
    private final List<String> attached = Collections.synchronizedList(new ArrayList<>());
    private volatile List<String> served = List.of();
    private volatile RuntimeException refusal;
    private DemoGuests demo;

    @AfterEach
    void close() {
        if (demo != null) {
            demo.stop();
        }
        xen.close();
    }

    private DemoGuests start(String[] guests, String... devices) {
        return start(configuration(true, guests, devices));
    }

    private DemoGuests start(Map<String, Object> configuration) {
        try {
            demo = new DemoGuests(xen, xen, configuration);
            return demo;
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void aGuestHasAShellOnItsFirstConsoleWhichIsOursToServe() {
        start(new String[] {"demo"});
        var backend = HandDrivenBackends.primary(xen, xen.guests().get(0));

        assertThat(xen.store().read(xen.guests().get(0).path().child("console/type")))
                .contains("ioemu");
        assertThat(backend.readUntil("demo# ")).contains("demo login-free shell on hvc0");
        backend.type("count 3\r");
        assertThat(backend.readUntil("3\r\ndemo# ")).startsWith("count 3\r\n1\r\n");
    }

    @Test
    void muchOutputComesThroughWholeAndInOrder() {
        start(new String[] {"demo"});
        var backend = HandDrivenBackends.primary(xen, xen.guests().get(0));
        backend.readUntil("demo# ");
        backend.type("count 20000\r");
        StringBuilder expected = new StringBuilder("count 20000\r\n");
        for (int i = 1; i <= 20_000; i++) {
            expected.append(i).append("\r\n");
        }

        assertThat(backend.readUntil("demo# "))
                .isEqualTo(expected.append("demo# ").toString());
    }

    @Test
    void anEndlessCommandIsInterruptedThroughAFullRing() {
        start(new String[] {"demo"});
        var backend = HandDrivenBackends.primary(xen, xen.guests().get(0));
        backend.readUntil("demo# ");
        backend.type("yes\r");
        assertThat(backend.readUntil("y\r\n".repeat(10_000))).startsWith("yes\r\n");
        backend.type("\u0003");

        assertThat(backend.readUntil("demo# ")).endsWith("^C\r\ndemo# ");
    }

    @Test
    void devicesAreAttachedWhenTheirTypeIsServed() {
        start(new String[] {"demo", "other"}, "console/1 connection=pty name=org.xenbay.demo.0", "echo/0");
        XenbusAdmin admin = admin();
        demo.setAdmin(admin);
        served = List.of("console");
        await().until(() -> attached.size() == 2);
        assertThat(attached)
                .containsExactly(
                        "1/console/1 {connection=pty, name=org.xenbay.demo.0}",
                        "2/console/1 {connection=pty, name=org.xenbay.demo.0}");
        demo.unsetAdmin(admin);
        served = List.of("console", "echo");
        demo.setAdmin(admin);

        await().until(() -> attached.size() == 4);
        assertThat(attached.subList(2, 4)).containsExactly("1/echo/0 {}", "2/echo/0 {}");
    }

    @Test
    void aDeviceThatIsRefusedIsNotAskedForAgain() {
        refusal = new IllegalArgumentException("wrong option");
        served = List.of("console");
        start(new String[] {"demo"}, "console/1 connection=tin-can");
        demo.setAdmin(admin());
        await().until(() -> attached.size() == 1);
        demo.setAdmin(admin());
        demo.setAdmin(admin());

        await().during(Duration.ofMillis(100)).until(() -> attached.size() == 1);
    }

    @Test
    void everyConsoleThatAppearsGetsAShell() {
        start(new String[] {"demo"});
        var backend = HandDrivenBackends.attached(xen, xen.guests().get(0), 3);

        assertThat(backend.readUntil("demo# ")).contains("hvc3");
        backend.state(XenbusState.CLOSED);
        backend.awaitFrontend(XenbusState.CLOSED);
        backend.detach();
        await().until(() -> xen.usage(1).guestPorts() == 1);
    }

    @Test
    void whenItStopsItsGuestsAreGone() {
        start(new String[] {"a", "b"}).stop();
        demo = null;

        assertThat(xen.guests()).isEmpty();
        assertThat(xen.usage().grantedPages()).isZero();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("frontend-")));
    }

    @Test
    void whenItIsNotEnabledThereAreNoGuests() {
        start(configuration(false, new String[] {"demo"}, new String[0]));

        assertThat(xen.guests()).isEmpty();
    }

    @Test
    void aDeviceLineThatIsWrongIsRefusedAndTheGuestIsThere() {
        for (String line : List.of("console", "console/x", "console/1 name", "console/1 =x", "console/-1")) {
            start(new String[] {"demo"}, line);
            assertThat(demo.settings().view().problems())
                    .as(line)
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.value()).isEqualTo(line));
            assertThat(xen.guests()).hasSize(1);
            demo.stop();
        }
        demo = null;
    }

    @Test
    void aNameThatIsThereTwiceIsRefused() throws Exception {
        start(new String[] {"one"});
        demo.modified(Map.of("guests", "two,two"));
        assertThat(xen.guests()).extracting(Guest::name).containsExactly("one");
        assertThat(demo.settings().view().problems())
                .singleElement()
                .asString()
                .contains("guests=two,two is refused (a name is there twice)");
    }

    @Test
    void guestsThatAreInBothConfigurationsStay() throws Exception {
        start(new String[] {"one", "two"});
        Guest two = xen.guests().get(1);
        demo.modified(configuration(true, new String[] {"two ", "three"}, new String[0]));
        assertThat(xen.guests()).extracting(Guest::name).containsExactly("two", "three");
        assertThat(xen.guests().get(0)).isSameAs(two);
        demo.modified(Map.of("enabled", "perhaps", "guests", "two,three"));
        assertThat(xen.guests()).hasSize(2);
        assertThat(demo.settings().view().problems()).hasSize(1);
    }

    private XenbusAdmin admin() {
        return (XenbusAdmin) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {XenbusAdmin.class}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "backends" ->
                            served.stream()
                                    .map(type -> new BackendView(type, "bundle", "1", 1, 0, 0, 0))
                                    .toList();
                        case "device" -> Optional.empty();
                        case "attach" -> attach((DeviceId) arguments[0], (Map<?, ?>) arguments[1]);
                        default -> throw new AssertionError(method.getName());
                    };
                });
    }

    private Object attach(DeviceId id, Map<?, ?> options) {
        attached.add(id + " " + new TreeMap<>(options));
        if (refusal != null) {
            throw refusal;
        }
        return null;
    }

    private static Map<String, Object> configuration(boolean enabled, String[] guests, String[] devices) {
        return Map.of("enabled", enabled, "guests", guests, "devices", devices);
    }
}
