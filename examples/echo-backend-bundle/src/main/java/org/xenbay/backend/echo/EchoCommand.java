// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.echo;

import java.util.List;
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
import org.xenbay.api.management.XenbusAdmin;

/** Shows how much was echoed: {@code xenbay example:echo}. */
@Component
public final class EchoCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of("echo", "Lists the echo devices, or says what one echoed.")
            .scope("example")
            .usage("[--json] [id]")
            .json("as JSON")
            .arguments(0, 1, "[id]", "domain/echo/number");

    private static final List<Column<Row>> COLUMNS =
            List.of(Column.of("DEVICE", Row::id), Column.of("ECHOED", Row::echoed));

    private final XenbusAdmin admin;

    private record Row(DeviceId id, String echoed) {}

    /** @param admin knows what each handler tells of its device */
    @Activate
    public EchoCommand(@Reference XenbusAdmin admin) {
        this.admin = admin;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(CommandCall call) {
        if (call.arguments().isEmpty()) {
            return new Listing<>(COLUMNS, rows());
        }
        DeviceId id = call.device(0);
        return rows().stream()
                .filter(row -> row.id().equals(id))
                .map(row -> id + " echoed " + row.echoed())
                .findFirst()
                .orElseThrow(() -> new CommandFailure("there is no echo device " + id));
    }

    private List<Row> rows() {
        return admin.devices().stream()
                .filter(device -> device.id().type().equals("echo"))
                .map(device -> admin.device(device.id()))
                .flatMap(Optional::stream)
                .map(device -> new Row(device.id(), device.details().getOrDefault("echoed", "")))
                .toList();
    }

    @Override
    public List<String> complete(List<String> before, String word) {
        return rows().stream().map(row -> row.id().toString()).toList();
    }
}
