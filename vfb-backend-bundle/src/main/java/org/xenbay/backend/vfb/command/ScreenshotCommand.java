// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.command.NewFile;
import org.xenbay.api.screen.Area;
import org.xenbay.api.screen.GuestScreen;
import org.xenbay.api.screen.ScreenChange;
import org.xenbay.api.screen.ScreenView;

/** Makes a picture of a guest's screen. */
@Component(service = Command.class)
public final class ScreenshotCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of(
                    "screenshot", "Writes what a guest's screen shows as a PNG picture.")
            .usage("<id> [file]")
            .arguments(
                    1,
                    2,
                    "<id> [file]",
                    "domain/vfb/number, and where the picture goes: to the output when no file is named")
            .example("into a new file", "5/vfb/0", "screen.png");

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KnownScreens screens;

    /** @param screens all that there are */
    @Activate
    public ScreenshotCommand(@Reference KnownScreens screens) {
        this.screens = screens;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public @Nullable Object run(CommandCall call) throws IOException, InterruptedException {
        GuestScreen screen = screens.of(call.device(0));
        try (KnownScreens.Place place = screens.begin()) {
            return screenshot(screen, call);
        }
    }

    private static @Nullable Object screenshot(GuestScreen screen, CommandCall call)
            throws IOException, InterruptedException {
        String file = call.argument(1, "");
        if (file.isEmpty()) {
            write(screen, call.out());
            return null;
        }
        Path path = call.file(file);
        return NewFile.make(path, made -> write(screen, made) + " in " + path);
    }

    static String write(GuestScreen screen, OutputStream out) throws IOException, InterruptedException {
        Semaphore changes = new Semaphore(0);
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (ScreenView view = screen.watch(changes::release)) {
            while (true) {
                ScreenChange now = view.take();
                if (now.hasPicture()) {
                    PixelPacker pixels = new PixelPacker(new Area(0, 0, now.width(), now.height()), view::read);
                    if (pixels.begin()) {
                        return write(screen, now, pixels, out);
                    }
                }
                // A picture that is gone, or has another size: the view tells of the next one.
                if (!changes.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    throw new CommandFailure(noPicture(screen));
                }
            }
        }
    }

    private static String write(GuestScreen screen, ScreenChange size, PixelPacker pixels, OutputStream out)
            throws IOException {
        if (!Png.write(size.width(), size.height(), pixels, out)) {
            throw new CommandFailure("the picture of screen " + screen.device() + " has another size now; try again");
        }
        return size.width() + " by " + size.height() + " pixels";
    }

    static String noPicture(GuestScreen screen) {
        String reason = screen.waitsFor();
        return "screen " + screen.device() + " has no picture" + (reason.isEmpty() ? "" : ": it waits for " + reason);
    }

    @Override
    public List<String> complete(List<String> before, String word) {
        return before.isEmpty() ? screens.names() : List.of();
    }
}
