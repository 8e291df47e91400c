// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.xenbay.api.guest.GuestFactory;
import org.xenbay.api.xen.Xen;

class EmbeddedXenComponentTest {

    @TempDir
    Path folder;

    private final List<String> calls = new ArrayList<>();

    @Test
    void onAMachineWithoutXenItIsChosen() {
        assertThat(HypervisorSelection.of("auto", new HostCheck(folder)))
                .isEqualTo(new HypervisorSelection(true, "embedded Xen: in use, this machine does not run on Xen"));
    }

    @Test
    void onXenItIsNotChosenAndSaysWhy() throws IOException {
        Path sign = folder.resolve("dev/xen/evtchn");
        Files.createDirectories(sign.getParent());
        Files.createFile(sign);

        HypervisorSelection choice = HypervisorSelection.of("auto", new HostCheck(folder));
        assertThat(choice.embedded()).isFalse();
        assertThat(choice.reason()).contains(sign.toString());
        assertThat(HypervisorSelection.of("always", new HostCheck(folder)).embedded())
                .isTrue();
    }

    @Test
    void xenfsAloneIsASignOfXen() throws IOException {
        Files.createDirectories(folder.resolve("proc/xen"));
        Files.writeString(folder.resolve("proc/xen/capabilities"), "control_d");

        assertThat(HypervisorSelection.of("auto", new HostCheck(folder)).embedded())
                .isFalse();
    }

    @Test
    void aSettingThatIsNotOneIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HypervisorSelection.of("sometimes", new HostCheck(folder)))
                .withMessageContaining("sometimes");
    }

    @Test
    void bothServicesComeWithTheirPropertyAndGoBeforeTheHostDoes() {
        EmbeddedXenComponent component = new EmbeddedXenComponent(
                context(), configuration("always", folder.resolve("store").toString()));

        assertThat(calls)
                .containsExactly("register [" + Xen.class.getName() + ", " + GuestFactory.class.getName()
                        + "] {xen.hypervisor=embedded}");
        assertThat(folder.resolve("store")).exists();
        component.stop();
        assertThat(calls).hasSize(2).last().isEqualTo("unregister");
        assertThat(folder.resolve("store")).doesNotExist();
    }

    @Test
    void whenItIsNotChosenNothingIsRegistered() {
        new EmbeddedXenComponent(
                        context(),
                        configuration("never", folder.resolve("store").toString()))
                .stop();

        assertThat(calls).isEmpty();
        assertThat(folder.resolve("store")).doesNotExist();
    }

    @Test
    void aSocketThatCannotBeMadeIsNoReasonToHaveNoXen() {
        String socket = folder.resolve("no/such/folder/store").toString();
        EmbeddedXenComponent component = new EmbeddedXenComponent(context(), configuration("always", socket));
        assertThat(calls).hasSize(1);
        component.stop();
    }

    @Test
    void aChangeWaitsForTheNextStartAndAWrongOneIsRefused() {
        EmbeddedXenComponent component = new EmbeddedXenComponent(context(), configuration("Always ", ""));
        component.modified(configuration("never", ""));
        component.modified(configuration("sometimes", ""));
        assertThat(calls).hasSize(1);
        assertThat(component.settings().view().problems())
                .singleElement()
                .asString()
                .contains("auto or always or never");
        component.stop();
    }

    private BundleContext context() {
        ServiceRegistration<?> registration = (ServiceRegistration<?>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ServiceRegistration.class}, (proxy, method, arguments) -> {
                    calls.add(method.getName());
                    return null;
                });
        return (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("registerService");
                    assertThat(arguments[1]).isInstanceOf(Xen.class).isInstanceOf(GuestFactory.class);
                    calls.add("register " + Arrays.toString((String[]) arguments[0]) + " "
                            + (Dictionary<?, ?>) arguments[2]);
                    return registration;
                });
    }

    private static Map<String, Object> configuration(String enabled, String socket) {
        return Map.of("enabled", enabled, "storeSocket", socket);
    }
}
