// SPDX-License-Identifier: Apache-2.0
package org.xenbay.usb;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.xenbay.api.settings.SettingsView.Problem;
import org.xenbay.api.usb.UsbDevice;
import org.xenbay.usb.disk.DiskComponent;
import org.xenbay.usb.serial.SerialComponent;

/** Software devices follow their configurations; after a wrong configuration the last good device stays plugged in. */
class ConfigurationTest {

    @TempDir
    Path folder;

    /** Names of the devices that are plugged in. */
    private final List<String> present = new ArrayList<>();

    private final List<UsbDevice> ever = new ArrayList<>();
    private Path image;
    private AutoCloseable component = () -> {};

    @BeforeEach
    void makeImage() throws Exception {
        image = Files.write(folder.resolve("disk.img"), new byte[4096]);
    }

    @AfterEach
    void end() throws Exception {
        component.close();
        assertThat(present).isEmpty();
    }

    private BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("registerService");
                    UsbDevice device = (UsbDevice) arguments[1];
                    ever.add(device);
                    String name = device.info().path();
                    present.add(name);
                    return Proxy.newProxyInstance(
                            getClass().getClassLoader(),
                            new Class<?>[] {ServiceRegistration.class},
                            (registration, called, none) -> {
                                assertThat(called.getName()).isEqualTo("unregister");
                                present.remove(name);
                                return null;
                            });
                });
    }

    private static List<String> keys(List<Problem> problems) {
        return problems.stream().map(Problem::key).toList();
    }

    private Map<String, Object> disk(String... more) {
        Map<String, Object> properties = new HashMap<>(Map.of("name", "disk0", "image", image.toString()));
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        return properties;
    }

    private DiskComponent start(Map<String, Object> properties) throws Exception {
        DiskComponent made = new DiskComponent(properties, context());
        component = made::deactivate;
        return made;
    }

    @Test
    void aDiskIsPluggedInAndAnewWhenItsConfigurationChanges() throws Exception {
        DiskComponent disk = start(disk());
        assertThat(present).containsExactly("disk0");
        disk.modified(disk("name", "disk1"));
        assertThat(present).containsExactly("disk1");
        assertThat(disk.settings().view().problems()).isEmpty();
    }

    @Test
    void anImageThatIsNoFileIsNamedAloneAndTheDiskBeforeItStays() throws Exception {
        DiskComponent disk = start(disk());
        disk.modified(disk("image", folder.toString(), "readOnly", "perhaps"));
        assertThat(keys(disk.settings().view().problems())).containsExactlyInAnyOrder("image", "readOnly");
        assertThat(present).containsExactly("disk0");
        assertThat(ever).as("it was not pulled out").hasSize(1);
    }

    @Test
    void aDiskThatIsWrongFromTheBeginningIsThereWhenItIsMended() throws Exception {
        DiskComponent disk = start(disk("image", folder.resolve("absent.img").toString()));
        assertThat(present).isEmpty();
        assertThat(keys(disk.settings().view().problems())).containsExactly("image");
        disk.modified(disk());
        assertThat(present).containsExactly("disk0");
        assertThat(disk.settings().view().problems()).isEmpty();
    }

    @Test
    void aSerialAdapterIsPluggedInAndANameThatCannotBeOneIsRefused() throws Exception {
        SerialComponent serial = new SerialComponent(Map.of("name", "serial0"), context());
        component = serial::deactivate;
        assertThat(present).containsExactly("serial0");
        serial.modified(Map.of("name", "0serial"));
        assertThat(keys(serial.settings().view().problems())).containsExactly("name");
        assertThat(present).containsExactly("serial0");
        serial.modified(Map.of());
        assertThat(present).as("one without a name").isEmpty();
    }
}
