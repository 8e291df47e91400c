// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb.command;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.xenbay.api.command.Column;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.command.Listing;
import org.xenbay.api.command.Tone;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.screen.VncServers;
import org.xenbay.api.screen.VncServers.Address;

/** Shows the addresses of guests' screens for viewers. bin/xenbay opens the machine's viewer with one. */
@Component(service = Command.class)
public final class ScreenCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of(
                    "screen", "Opens a guest's screen in this machine's VNC viewer, or lists where viewers connect.")
            .usage("[--json] [<id>] | --socket <id>")
            .json("as JSON")
            .flag("only the path of the socket, for a viewer of your own", "--socket")
            .arguments(0, 1, "[<id>]", "domain/vfb/number; all screens when it is missing")
            .example("where viewers of all screens connect")
            .example("opens one in the viewer of this machine", "5/vfb/0")
            .example("only its socket", "--socket", "5/vfb/0");

    private static final List<Column<Address>> COLUMNS = List.of(
            Column.of("SCREEN", address -> address.device().toString()),
            Column.of("SOCKET", Address::socket),
            Column.of("ADDRESS", address -> address.port() == 0 ? "-" : address.host() + ":" + address.port()),
            Column.of("VIEWERS", address -> Integer.toString(address.viewers())),
            Column.<Address>flexible("TROUBLE", Address::trouble).toned(address -> Tone.BAD));

    private volatile @Nullable VncServers servers;

    /** Made by Declarative Services. */
    @Activate
    public ScreenCommand() {}

    /** @param there shows screens from now on */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void setServers(VncServers there) {
        servers = there;
    }

    /** @param gone shows none any more */
    public void unsetServers(VncServers gone) {
        if (servers == gone) {
            servers = null;
        }
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(CommandCall call) {
        VncServers now = Optional.ofNullable(servers)
                .orElseThrow(() -> new CommandFailure("screens are not shown: vnc-bundle does not run"));
        if (call.has("--socket")) {
            return of(now, call.device(0)).socket();
        }
        return new Listing<>(COLUMNS, call.arguments().isEmpty() ? now.addresses() : List.of(of(now, call.device(0))));
    }

    private static Address of(VncServers servers, DeviceId screen) {
        return servers.address(screen).orElseThrow(() -> new CommandFailure("there is no screen " + screen));
    }

    @Override
    public List<String> complete(List<String> before, String word) {
        VncServers now = servers;
        return now == null || before.stream().anyMatch(each -> !each.startsWith("-"))
                ? List.of()
                : now.addresses().stream()
                        .map(address -> address.device().toString())
                        .toList();
    }
}
