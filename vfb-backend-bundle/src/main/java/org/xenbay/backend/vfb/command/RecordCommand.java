// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb.command;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.screen.GuestScreen;

/** Makes an animated picture of what happens on a guest's screen. */
@Component(service = Command.class)
public final class RecordCommand implements Command {
    private static final int MAX_SECONDS = 3600;
    private static final CommandSpec SPEC = CommandSpec.of(
                    "record", "Writes what happens on a guest's screen as an animated PNG picture.")
            .usage("<id> <file> [--seconds n]")
            .option("--seconds", "10", "how long; Ctrl-C ends it before")
            .arguments(2, 2, "<id> <file>", "domain/vfb/number, and where the picture goes");

    private final KnownScreens screens = new KnownScreens();

    /** Made by Declarative Services. */
    @Activate
    public RecordCommand() {}

    /**
     * A screen appears.
     *
     * @param screen its service
     */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addScreen(GuestScreen screen) {
        screens.add(screen);
    }

    /**
     * A screen goes.
     *
     * @param screen its service
     */
    public void removeScreen(GuestScreen screen) {
        screens.remove(screen);
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public String run(CommandCall call) throws IOException, InterruptedException {
        int seconds = CommandCall.number(call.value("--seconds"), "--seconds", 1, MAX_SECONDS);
        GuestScreen screen = screens.of(call.device(0));
        Path path = Path.of(call.argument(1, ""));
        return NewFile.write(path, made -> {
            try (AnimatedPng file = new AnimatedPng(new RandomAccessFile(made.toFile(), "rw"))) {
                return new ScreenRecorder(screen, file).record(seconds) + " in " + path;
            }
        });
    }

    @Override
    public List<String> complete(List<String> before, String word) {
        return before.isEmpty() ? screens.names() : List.of();
    }
}
