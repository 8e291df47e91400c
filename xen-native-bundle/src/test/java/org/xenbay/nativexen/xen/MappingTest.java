// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.xen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ReadOnlyBufferException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.xen.GrantTable.Access;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.nativexen.libc.Libc;

/** A file stands for the kernel's device: it is mapped by the same call. */
@EnabledOnOs(OS.LINUX)
class MappingTest {

    @TempDir
    Path folder;

    private SharedMemory map(Path file, Access access) throws IOException {
        Libc.load();
        try (XenDevice device = XenDevice.open(file, 0)) {
            long address = device.map(4096, Mapping.protection(access), 0);
            assertThat(address).isNotEqualTo(-1);
            return Mapping.shared(address, 4096, access, () -> {});
        }
    }

    private static String permissions(Path file) throws IOException {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.filter(line -> line.endsWith(file.toString()))
                    .map(line -> line.split(" ")[1])
                    .reduce("", String::concat);
        }
    }

    /** The store would end this process, were it tried. */
    @Test
    void aStoreToMemoryThatIsMappedToBeReadIsRefusedAndTheProcessorKnowsIt() throws IOException {
        Path file = Files.write(folder.resolve("pages"), new byte[4096]);
        try (SharedMemory memory = map(file, Access.READ)) {
            assertThat(permissions(file)).isEqualTo("r--s");
            assertThatThrownBy(() -> memory.putInt(8, 1))
                    .isInstanceOf(ReadOnlyBufferException.class)
                    .hasMessageContaining("offset 8, length 4");
            assertThatThrownBy(() -> memory.putIntRelease(8, 1)).isInstanceOf(ReadOnlyBufferException.class);
            assertThat(memory.getIntAcquire(8)).isZero();
        }
        assertThat(permissions(file)).isEmpty();
    }

    @Test
    void memoryThatIsMappedToBeWrittenIs() throws IOException {
        Path file = Files.write(folder.resolve("pages"), new byte[4096]);
        try (SharedMemory memory = map(file, Access.READ_WRITE)) {
            assertThat(permissions(file)).isEqualTo("rw-s");
            memory.putByte(8, 42);
        }
        assertThat(Files.readAllBytes(file)[8]).isEqualTo((byte) 42);
    }
}
