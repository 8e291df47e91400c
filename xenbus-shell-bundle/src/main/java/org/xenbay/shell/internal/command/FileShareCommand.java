// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.management.FileOperationView;
import org.xenbay.api.management.FileShareView;
import org.xenbay.shell.internal.render.JsonText;
import org.xenbay.shell.internal.render.Listing;

/** Shows the folders that are shared with guests. */
@Component(service = FileShareCommand.class)
@GogoCommand(scope = "xen", function = "9pfs")
public final class FileShareCommand {
    private static final String USAGE = "9pfs [--json] [id]";

    private final Platform platform;

    @Activate
    public FileShareCommand(@Reference Platform platform) {
        this.platform = platform;
    }

    /** Named so because a method cannot be named 9pfs; Gogo takes it for a getter. */
    @Descriptor("Lists the folders that are shared with guests, or what is done with one.")
    @Usage(USAGE)
    public Object get9pfs(
            @Descriptor("as JSON") @Parameter(names = "--json", presentValue = "true", absentValue = "false")
                    boolean json,
            @Descriptor("[id]: domain/type/number, such as 5/9pfs/0") String... arguments) {
        String wanted = new Arguments(USAGE, arguments).oneOr("");
        Listing<?> found = wanted.isEmpty() ? shares() : operations(Platform.id(wanted));
        return json ? new JsonText(found) : found;
    }

    private Listing<FileShareView> shares() {
        return new Listing<>(
                FileShareView.class,
                platform.shares().stream()
                        .flatMap(service -> service.shares().stream())
                        .sorted(Comparator.comparing(FileShareView::id))
                        .toList());
    }

    private Listing<FileOperationView> operations(DeviceId id) {
        List<FileOperationView> found = platform.shares().stream()
                .map(service -> service.operations(id))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new CommandFailure("there is no share " + id));
        return new Listing<>(FileOperationView.class, found);
    }
}
