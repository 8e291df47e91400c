// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.command.Column;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.command.Listing;
import org.xenbay.api.device.DeviceId;

/** Shows the folders that are shared with guests. */
@Component
public final class FileShareCommand implements Command {
    private static final String WAIT = "--wait";
    private static final long LOOK_MILLIS = 200;

    private static final CommandSpec SPEC = CommandSpec.of(
                    "9pfs", "Lists the folders that are shared with guests, or the operations on one.")
            .usage("[--json] [id] | --wait <id>")
            .json("as JSON")
            .flag("waits until the files of the share are counted, which a share with a quota needs", WAIT)
            .arguments(0, 1, "[id]", "domain/type/number, such as 5/9pfs/0")
            .example("all shared folders")
            .example("how often and how fast each operation of one was", "5/9pfs/0")
            .example("the same, when its files are counted", "--wait", "5/9pfs/0");

    private static final List<Column<FileShareView>> SHARES = List.of(
            Column.of("DEVICE", FileShareView::id),
            Column.flexible("PATH", FileShareView::path),
            Column.<FileShareView>flexible("RULES", FileShareView::rules).whereRoom(),
            Column.<FileShareView>of("PROTOCOL", share -> share.protocol().orElse("-"))
                    .whereRoom(),
            Column.<FileShareView>of("FIDS", FileShareView::fids).whereRoom(),
            Column.<FileShareView>of("OPEN", FileShareView::openFiles).whereRoom(),
            Column.of("OPS/S", share -> String.format(Locale.ROOT, "%.1f", share.operationsPerSecond())),
            Column.<FileShareView>of("READ", FileShareView::bytesRead).whereRoom(),
            Column.<FileShareView>of("WRITTEN", FileShareView::bytesWritten).whereRoom(),
            Column.<FileShareView>of("P50 US", FileShareView::median).whereRoom(),
            Column.<FileShareView>of("P99 US", FileShareView::percentile99).whereRoom(),
            Column.<FileShareView>of("SLOW", FileShareView::slow).whereRoom(),
            Column.<FileShareView>flexible(
                            "LATEST SLOW", share -> share.slowest().orElse(""))
                    .whereRoom());

    private static final List<Column<FileOperationView>> OPERATIONS = List.of(
            Column.of("OPERATION", FileOperationView::name),
            Column.of("COUNT", FileOperationView::count),
            Column.of("ERRORS", FileOperationView::errors),
            Column.<FileOperationView>of("BYTES", FileOperationView::bytes).whereRoom(),
            Column.<FileOperationView>of("P50 US", FileOperationView::median).whereRoom(),
            Column.<FileOperationView>of("P90 US", FileOperationView::percentile90)
                    .whereRoom(),
            Column.of("P99 US", FileOperationView::percentile99),
            Column.of("LONGEST US", FileOperationView::longest));

    private final FileShares shares;

    /** @param shares the backend */
    @Activate
    public FileShareCommand(@Reference FileShares shares) {
        this.shares = shares;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(CommandCall call) throws InterruptedException {
        if (call.arguments().isEmpty() && !call.has(WAIT)) {
            return new Listing<>(SHARES, shares.shares());
        }
        DeviceId id = call.device(0);
        if (call.has(WAIT)) {
            awaitCount(call, id);
        }
        return new Listing<>(
                OPERATIONS, shares.operations(id).orElseThrow(() -> new CommandFailure("there is no share " + id)));
    }

    private void awaitCount(CommandCall call, DeviceId id) throws InterruptedException {
        Optional<ShareCount> count = shares.counting(id);
        while (count.isPresent()) {
            call.progress(
                    "counting the files of " + id,
                    count.get().files(),
                    count.get().most());
            Thread.sleep(LOOK_MILLIS);
            count = shares.counting(id);
        }
    }

    @Override
    public List<String> complete(List<String> before, String word) {
        return shares.shares().stream().map(share -> share.id().toString()).toList();
    }
}
