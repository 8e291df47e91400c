// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandConsole;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandMisuse;

class UsbCommandTest {
    private final UsbCommand command = new UsbCommand(new FakeUsbPorts());

    private String run(String... words) {
        CommandCall call = CommandCall.of(command.spec(), List.of(words), CommandConsole.of(System.out));
        return String.valueOf(command.run(call));
    }

    @Test
    void devicesAreListed() {
        assertThat(run())
                .isEqualTo("2-1\t46f4:0001\t42\tDisk\t480\t08\t5/qusb/0\t1\tplugged in\n"
                        + "2-2\t046d:c31c\t-\tKeyboard\t1.5\t03\t-\t-\tfree");
    }

    @Test
    void devicesArePluggedInAndPulledOut() {
        assertThat(run("attach", "2-2", "5/qusb/0")).isEqualTo("2-2 is in port 2 of 5/qusb/0");
        assertThat(run("attach", "2-2", "5/qusb/0", "4")).contains("port 4");
        assertThat(run("attach", "--force", "2-3", "5/qusb/0")).isEqualTo("2-3 is in port 7 of 5/qusb/0");
        assertThat(run("detach", "2-1")).isEqualTo("2-1 was pulled out of 5/qusb/0");
    }

    @Test
    void whatCannotBeDoneIsAFailureWithItsReason() {
        assertFails("no USB device at 2-3", "attach", "2-3", "5/qusb/0");
        assertFails("2-4\\x1b[2J", "attach", "2-4", "5/qusb/0");
        assertFails("no USB device at 3-1", "attach", "3-1", "5/qusb/0");
        assertFails("there is no USB controller 6/qusb/0", "attach", "2-2", "6/qusb/0");
        assertFails("no guest has or wants a USB device 2-2", "detach", "2-2");
    }

    @Test
    void whatIsNotACallIsAMisuse() {
        assertMisused("usage: usb", "detach", "--force", "2-1");
        assertMisused("port is a number from 1 to 31, not 32", "attach", "2-2", "5/qusb/0", "32");
        assertMisused("usage: usb", "eject", "2-1");
        assertMisused("not a device id", "attach", "2-2", "guest");
    }

    private void assertFails(String reason, String... words) {
        assertThatThrownBy(() -> run(words))
                .isExactlyInstanceOf(CommandFailure.class)
                .hasMessageContaining(reason);
    }

    private void assertMisused(String reason, String... words) {
        assertThatThrownBy(() -> run(words)).isInstanceOf(CommandMisuse.class).hasMessageContaining(reason);
    }

    @Test
    void theTabKeyOffersWhatIsThere() {
        assertThat(command.complete(List.of(), "")).containsExactly("attach", "detach");
        assertThat(command.complete(List.of("attach"), "")).containsExactly("2-1", "2-2");
        assertThat(command.complete(List.of("attach", "2-2"), "")).containsExactly("5/qusb/0");
        assertThat(command.complete(List.of("detach", "2-1"), "")).isEmpty();
    }
}
