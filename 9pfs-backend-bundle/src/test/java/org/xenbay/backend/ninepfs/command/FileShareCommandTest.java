// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandConsole;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.device.DeviceId;

class FileShareCommandTest {
    private static final DeviceId ID = DeviceId.parse("5/9pfs/0");

    private final FileShareCommand command = new FileShareCommand(new OneShare());

    private static final class OneShare implements FileShares {
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

    private String run(String... words) {
        return String.valueOf(
                command.run(CommandCall.of(command.spec(), List.of(words), CommandConsole.of(System.out))));
    }

    @Test
    void sharesAndTheirOperationsAreListed() {
        assertThat(run()).isEqualTo("5/9pfs/0\t/srv/share\tnone\t9P2000.L\t12\t3\t7.5\t4096\t512\t90\t800\t0\t-");
        assertThat(run("5/9pfs/0")).isEqualTo("Tread\t10\t1\t4096\t80\t90\t200\t250");
        assertThatThrownBy(() -> run("5/9pfs/1"))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("there is no share 5/9pfs/1");
        assertThat(command.complete(List.of(), "")).containsExactly("5/9pfs/0");
    }
}
