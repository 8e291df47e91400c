// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.nativexen.descriptor.ThisProcess;
import org.xenbay.nativexen.testing.JavaProcess;
import org.xenbay.nativexen.testing.RecordingContext;

@EnabledOnOs(OS.LINUX)
@Timeout(60)
class PseudoTerminalsComponentTest {

    /** Activates the component as a framework would, and prints what it did. */
    static final class Activation {
        private Activation() {}

        public static void main(String[] arguments) {
            RecordingContext framework = new RecordingContext();
            new PseudoTerminalsComponent(framework.context, new ThisProcess(framework.context)).deactivate();
            System.out.println("CALLS " + framework.calls);
        }
    }

    @TempDir
    Path empty;

    @Test
    void theServiceIsRegisteredAndWithdrawn() throws Exception {
        assertThat(JavaProcess.run(Activation.class)).containsExactly("CALLS [registerService, unregister]");
    }

    @Test
    void withoutItsLibraryItRegistersNothingAndSaysWhyInOneLine() throws Exception {
        List<String> lines = JavaProcess.run(Activation.class, JavaProcess.withoutJna(empty));
        assertThat(lines).contains("CALLS []");
        assertThat(lines)
                .filteredOn(line -> line.contains("no pseudo terminals: "))
                .singleElement()
                .asString()
                .contains("jna.tmpdir", "jna.boot.library.path");
        assertThat(lines).noneMatch(line -> line.contains("\tat "));
    }
}
