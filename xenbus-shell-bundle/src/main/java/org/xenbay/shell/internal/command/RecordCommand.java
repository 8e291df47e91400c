// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.command.DeviceRecorder;
import org.xenbay.api.command.NewFile;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.service.LateServices;

/** Records a device, by the recorder of its backend. */
@Component(service = Command.class)
public final class RecordCommand implements Command {
    private static final int MAX_SECONDS = 3600;
    private static final String ARGUMENTS = "<id> <file>";
    private static final CommandSpec SPEC = CommandSpec.of("record", "Records what a guest shows, into a new file.")
            .usage(ARGUMENTS + " [--seconds n]")
            .option("--seconds", "10", "how long; Ctrl-C ends it before")
            .example("half a minute of a console", "--seconds", "30", "5/console/1", "boot.cast");

    private final Map<ServiceReference<DeviceRecorder>, Known> recorders = new ConcurrentHashMap<>();
    private final LateServices<ServiceReference<DeviceRecorder>, DeviceRecorder> services =
            new LateServices<>(this::add, (reference, recorder) -> recorders.remove(reference));

    /** A recorder, and what it says of itself. */
    private record Known(DeviceRecorder recorder, String description) {}

    /** Made by Declarative Services. */
    @Activate
    public RecordCommand() {}

    @Deactivate
    void stop() {
        services.close();
    }

    @Reference(
            service = DeviceRecorder.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindRecorder(ServiceReference<DeviceRecorder> reference, ComponentServiceObjects<DeviceRecorder> objects) {
        services.add(reference, objects::getService, objects::ungetService);
    }

    void unbindRecorder(ServiceReference<DeviceRecorder> reference) {
        services.remove(reference);
    }

    private void add(ServiceReference<DeviceRecorder> reference, DeviceRecorder recorder) {
        recorders.put(reference, new Known(recorder, recorder.description()));
    }

    @Override
    public CommandSpec spec() {
        return SPEC.arguments(2, 2, ARGUMENTS, what() + ", and the new file");
    }

    private String what() {
        String known = recorders.values().stream()
                .map(Known::description)
                .distinct()
                .sorted()
                .collect(Collectors.joining(" or "));
        return known.isEmpty() ? "a device, of which none can be recorded now" : known;
    }

    @Override
    public String run(CommandCall call) throws IOException, InterruptedException {
        DeviceId device = call.device(0);
        Path file = call.file(call.argument(1, ""));
        Duration limit = Duration.ofSeconds(CommandCall.number(call.value("--seconds"), "--seconds", 1, MAX_SECONDS));
        DeviceRecorder recorder = recorders.values().stream()
                .map(Known::recorder)
                .filter(each -> each.devices().contains(device))
                .findFirst()
                .orElseThrow(() -> new CommandFailure("there is nothing to record at " + device + " now"));
        try (LongCall shown = new LongCall(call, "recording " + device, limit)) {
            return NewFile.make(file, made -> recorder.record(device, made, limit) + " in " + file);
        }
    }

    @Override
    public List<String> complete(List<String> before, String word) {
        return before.isEmpty()
                ? recorders.values().stream()
                        .flatMap(known -> known.recorder.devices().stream())
                        .map(DeviceId::toString)
                        .toList()
                : List.of();
    }
}
