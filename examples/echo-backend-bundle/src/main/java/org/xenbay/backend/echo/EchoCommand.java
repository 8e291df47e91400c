// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.echo;

import java.util.List;
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
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.XenbusAdmin;

/** Shows how much was echoed: {@code xenbay example:echo}. */
@Component
public final class EchoCommand implements Command {
    private static final int GONE = 4;

    private static final CommandSpec SPEC = CommandSpec.of(
                    "echo", "Lists the echo devices, or waits until one has echoed a number of bytes.")
            .scope("example")
            .usage("[--json] [--until BYTES] [id]")
            .json("as JSON")
            .option("--until", "0", "waits for so many bytes; exit code " + GONE + " when there is no such device")
            .arguments(0, 1, "[id]", "domain/echo/number")
            .example("waits until 5 bytes have come back to the guest", "--until", "5", "1/echo/0");

    private static final List<Column<Row>> COLUMNS =
            List.of(Column.of("DEVICE", Row::id), Column.of("ECHOED", Row::echoed), Column.of("WAITING", Row::waiting));

    private final XenbusAdmin admin;

    private record Row(DeviceId id, long echoed, long waiting) {
        static Row of(DeviceView device) {
            return new Row(device.id(), value(device, "echoed_bytes"), value(device, "waiting_bytes"));
        }

        private static long value(DeviceView device, String figure) {
            return device.figure(figure).map(Number::longValue).orElse(0L);
        }
    }

    /** @param admin knows the devices and their figures */
    @Activate
    public EchoCommand(@Reference XenbusAdmin admin) {
        this.admin = admin;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(CommandCall call) throws InterruptedException {
        int until = CommandCall.number(call.value("--until"), "--until", 0, Integer.MAX_VALUE);
        if (call.arguments().isEmpty()) {
            return new Listing<>(COLUMNS, rows());
        }
        DeviceId id = call.device(0);
        Row row = row(id);
        for (long shown = -1; row.echoed() < until; row = row(id)) {
            if (row.echoed() > shown) {
                shown = row.echoed();
                call.progress(shown + " of " + until + " bytes");
            }
            Thread.sleep(100);
        }
        return new Listing<>(COLUMNS, List.of(row));
    }

    private List<Row> rows() {
        return admin.devices().stream()
                .filter(device -> device.id().type().equals("echo"))
                .map(Row::of)
                .toList();
    }

    private Row row(DeviceId id) {
        return admin.device(id)
                .filter(device -> id.type().equals("echo"))
                .map(Row::of)
                .orElseThrow(() -> new CommandFailure("there is no echo device " + id, GONE));
    }

    @Override
    public List<String> complete(List<String> before, String word) {
        return rows().stream().map(row -> row.id().toString()).toList();
    }
}
