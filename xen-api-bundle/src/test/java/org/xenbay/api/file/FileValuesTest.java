// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class FileValuesTest {

    private static final Timestamp EPOCH = new Timestamp(0, 0);

    @Test
    void aDeviceNumberIsEncodedAsLinuxDoesIt() {
        assertThat(new DeviceNumber(8, 1).encoded()).isEqualTo(0x801);
        assertThat(new DeviceNumber(0x123, 0x45678).encoded()).isEqualTo(0x4561_2378);
        assertThat(new DeviceNumber(0xFFF, 0xF_FFFF).encoded()).isEqualTo(-1);
    }

    @Test
    void everyDeviceNumberComesBack() {
        for (int major : new int[] {0, 1, 8, 255, 256, 0xFFF}) {
            for (int minor : new int[] {0, 1, 255, 256, 0xF_FFFF}) {
                DeviceNumber number = new DeviceNumber(major, minor);
                assertThat(number.isValid()).isTrue();
                assertThat(DeviceNumber.decode(number.encoded())).isEqualTo(number);
            }
        }
    }

    @Test
    void numbersThatLinuxDoesNotHaveAreNotValid() {
        assertThat(new DeviceNumber(0x1000, 0).isValid()).isFalse();
        assertThat(new DeviceNumber(0, 0x10_0000).isValid()).isFalse();
        assertThat(new DeviceNumber(-1, 0).isValid()).isFalse();
        assertThat(new Timestamp(0, 1_000_000_000).isValid()).isFalse();
        assertThat(new Timestamp(0, -1).isValid()).isFalse();
        assertThat(new Timestamp(-1, 999_999_999).isValid()).isTrue();
    }

    @Test
    void aModeTellsTheTypeAndThePermissions() {
        assertThat(stat(0104755).isRegular()).isTrue();
        assertThat(stat(0104755).permissions()).isEqualTo(04755);
        assertThat(stat(0041777).isDirectory()).isTrue();
        assertThat(stat(0120777).isSymlink()).isTrue();
        assertThat(stat(0140600).isRegular()).as("a socket").isFalse();
        assertThat(stat(0140600).type()).isEqualTo(FileStat.S_IFSOCK);
    }

    @Test
    void anExceptionTellsTheNumberAndItsName() {
        FileException failed = new FileException(Errno.ENOENT, "lookup of \"x\"");
        assertThat(failed.errno()).isEqualTo(2);
        assertThat(failed).hasMessage("lookup of \"x\": ENOENT (errno 2)");
        assertThat(failed.getStackTrace()).isEmpty();
        assertThat(Errno.name(9999)).isEqualTo("9999");
    }

    @Test
    void aTimeIsNeverMissing() {
        assertThatThrownBy(() -> TimeUpdate.to(null)).isInstanceOf(NullPointerException.class);
        assertThat(TimeUpdate.to(EPOCH).kind()).isEqualTo(TimeUpdate.Kind.GIVEN);
    }

    private static FileStat stat(int mode) {
        return new FileStat(
                DeviceNumber.NONE,
                1,
                mode,
                0,
                0,
                1,
                DeviceNumber.NONE,
                0,
                4096,
                0,
                EPOCH,
                EPOCH,
                EPOCH,
                Optional.empty());
    }
}
