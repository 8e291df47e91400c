// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandConsole;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandMisuse;
import org.xenbay.api.device.DeviceId;

class FileShareCommandTest {
    private static final DeviceId ID = DeviceId.parse("5/9pfs/0");

    private final OneShare shares = new OneShare();
    private final FileShareCommand command = new FileShareCommand(shares);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private static final class OneShare implements FileShares {
        private final Deque<ShareCount> counts = new ArrayDeque<>();

        @Override
        public Optional<ShareCount> counting(DeviceId id) {
            return id.equals(ID) ? Optional.ofNullable(counts.poll()) : Optional.empty();
        }

        @Override
        public List<FileShareView> shares() {
            return List.of(new FileShareView(
                    ID,
                    "/srv/share",
                    "none",
                    Optional.of("9P2000.L"),
                    12,
                    3,
                    15,
                    7.5,
                    4096,
                    512,
                    90,
                    800,
                    0,
                    Optional.empty()));
        }

        @Override
        public Optional<List<FileOperationView>> operations(DeviceId id) {
            return id.equals(ID)
                    ? Optional.of(List.of(new FileOperationView("Tread", 10, 1, 4096, 80, 90, 200, 250)))
                    : Optional.empty();
        }
    }

    private String run(String... words) throws InterruptedException {
        CommandConsole console = CommandConsole.of(new PrintStream(out, true, StandardCharsets.UTF_8));
        return String.valueOf(command.run(CommandCall.of(command.spec(), List.of(words), console)));
    }

    @Test
    void theCountOfAShareIsWaitedForAndShown() throws InterruptedException {
        shares.counts.add(new ShareCount(10, 40));
        shares.counts.add(new ShareCount(30, 40));
        assertThat(run("--wait", "5/9pfs/0")).startsWith("Tread\t10");
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "counting the files of 5/9pfs/0: 10 of 40", "counting the files of 5/9pfs/0: 30 of 40");
        assertThatThrownBy(() -> run("--wait", "5/9pfs/1")).hasMessage("there is no share 5/9pfs/1");
        assertThatThrownBy(() -> run("--wait")).isInstanceOf(CommandMisuse.class);
    }

    @Test
    void sharesAndTheirOperationsAreListed() throws InterruptedException {
        assertThat(run()).isEqualTo("5/9pfs/0\t/srv/share\tnone\t9P2000.L\t12\t3\t7.5\t4096\t512\t90\t800\t0\t-");
        assertThat(run("5/9pfs/0")).isEqualTo("Tread\t10\t1\t4096\t80\t90\t200\t250");
        assertThatThrownBy(() -> run("5/9pfs/1"))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("there is no share 5/9pfs/1");
        assertThat(command.complete(List.of(), "")).containsExactly("5/9pfs/0");
    }
}
