package org.xenbay.nativexen.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

@EnabledOnOs(OS.LINUX)
@Timeout(60)
class PseudoTerminalsComponentTest {

    /** Activates the component as a framework would, and prints what it did. */
    static final class Activation {
        private Activation() {}

        public static void main(String[] arguments) {
            List<String> calls = new ArrayList<>();
            new PseudoTerminalsComponent(context(calls)).deactivate();
            System.out.println("CALLS " + calls);
        }

        private static BundleContext context(List<String> calls) {
            Object registration = proxy(ServiceRegistration.class, calls, null);
            return (BundleContext) proxy(BundleContext.class, calls, registration);
        }

        private static Object proxy(Class<?> type, List<String> calls, Object answer) {
            return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, parameters) -> {
                calls.add(method.getName());
                return answer;
            });
        }
    }

    @TempDir
    Path empty;

    @Test
    void theServiceIsRegisteredAndWithdrawn() throws Exception {
        assertThat(activate()).containsExactly("CALLS [registerService, unregister]");
    }

    @Test
    void withoutItsLibraryItRegistersNothingAndSaysWhyInOneLine() throws Exception {
        List<String> lines = activate(
                "-Djna.boot.library.path=" + empty,
                "-Djna.nosys=true",
                "-Djna.nounpack=true",
                "-Djna.noclasspath=true");
        assertThat(lines).contains("CALLS []");
        assertThat(lines)
                .filteredOn(line -> line.contains("no pseudo terminals: "))
                .singleElement()
                .asString()
                .contains("jna.tmpdir", "jna.boot.library.path");
        assertThat(lines).noneMatch(line -> line.contains("\tat "));
    }

    private static List<String> activate(String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of(options));
        command.add(Activation.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return output.lines().toList();
        } finally {
            process.destroyForcibly();
        }
    }
}
