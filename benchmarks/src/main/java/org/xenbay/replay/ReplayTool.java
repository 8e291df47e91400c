// SPDX-License-Identifier: Apache-2.0
package org.xenbay.replay;

import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.xenbay.api.command.PrintableText;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.core.registry.Limits;

/** The command {@code ./replay}: 0 when all is as recorded, 1 when something differs, 2 when nothing can be replayed. */
public final class ReplayTool {

    private static final String USAGE = """
            Usage: replay REPORT.zip [ID]
            Plays the handshake of a device from the archive of xenbay report again; without ID, lists the devices.""";

    private static final int DIFFERS = 1;
    private static final int WRONG = 2;

    private static final String LINE = "%-5s %-14s %-17s %-14s %s%n";

    /** Longer than a backend waits for a frontend that does not close. */
    private static final Duration PATIENCE = Limits.DEFAULT.closeTimeout().plusSeconds(1);

    private final PrintStream out;
    private final PrintStream err;
    private final Duration patience;

    /**
     * @param out for tables
     * @param err for what is wrong
     * @param patience how long a state is waited for that is another one than recorded
     */
    ReplayTool(PrintStream out, PrintStream err, Duration patience) {
        this.out = out;
        this.err = err;
        this.patience = patience;
    }

    /**
     * @param arguments the report, and a device
     * @throws InterruptedException never
     */
    public static void main(String[] arguments) throws InterruptedException {
        Logger.getLogger("").setLevel(Level.OFF); // the device's failure is in the table
        System.exit(new ReplayTool(System.out, System.err, PATIENCE).run(List.of(arguments)));
    }

    /** @return the exit status */
    int run(List<String> arguments) throws InterruptedException {
        if (arguments.isEmpty() || arguments.size() > 2) {
            err.println(USAGE);
            return WRONG;
        }
        try {
            List<Recording> recordings = ReportFile.read(Path.of(arguments.get(0)));
            return arguments.size() == 1 ? list(recordings) : replay(recordings, arguments.get(1));
        } catch (DamagedReport | InvalidPathException | XenStoreException wrong) {
            err.println("replay: " + PrintableText.of(String.valueOf(wrong.getMessage())));
            return WRONG;
        }
    }

    private int list(List<Recording> recordings) {
        for (Recording device : recordings) {
            String what = device.obstacle().isEmpty()
                    ? "can be replayed, " + device.steps().size() + " states of its frontend"
                    : "cannot be replayed: " + device.obstacle();
            out.println(PrintableText.of(device.id() + "  " + what));
        }
        if (recordings.isEmpty()) {
            out.println("the report has nothing of any device");
        }
        return 0;
    }

    private int replay(List<Recording> recordings, String id) throws DamagedReport, InterruptedException {
        Recording recording = recordings.stream()
                .filter(device -> device.id().toString().equals(id))
                .findFirst()
                .orElseThrow(() -> new DamagedReport("the report has nothing of a device " + id));
        if (!recording.obstacle().isEmpty()) {
            throw new DamagedReport(id + " cannot be replayed: " + recording.obstacle());
        }
        try (ReplayHost host = new ReplayHost(recording)) {
            Replay replay = new Replay(recording, host, patience);
            List<Replay.Outcome> outcomes = replay.run();
            table(outcomes);
            boolean sameFailure = recording.failure().equals(replay.failure());
            out.println("failure recorded: " + shown(recording.failure()));
            out.println("failure now:      " + shown(replay.failure()) + " (" + word(sameFailure) + ")");
            remarks(recording, host);
            return sameFailure && outcomes.stream().allMatch(Replay.Outcome::same) ? 0 : DIFFERS;
        }
    }

    private void table(List<Replay.Outcome> outcomes) {
        out.printf(Locale.ROOT, LINE, "STEP", "FRONTEND", "BACKEND RECORDED", "BACKEND NOW", "");
        for (int i = 0; i < outcomes.size(); i++) {
            Replay.Outcome step = outcomes.get(i);
            out.printf(Locale.ROOT, LINE, i + 1, step.frontend(), step.recorded(), step.now(), word(step.same()));
        }
    }

    private static String word(boolean same) {
        return same ? "same" : "differs";
    }

    private static String shown(String failure) {
        return failure.isEmpty() ? "none" : PrintableText.of(failure);
    }

    private void remarks(Recording recording, ReplayHost host) {
        out.println("the backend has its default settings");
        if (!host.fresh().isEmpty()) {
            out.println("numbers of the embedded guest are in: " + String.join(", ", host.fresh()));
        }
        if (!host.leftOut().isEmpty()) {
            out.println(
                    "not in the report, and so another value: " + PrintableText.of(String.join(", ", host.leftOut())));
        }
        if (recording.requests() > 0) {
            out.println(recording.requests() + " requests are not replayed: their data is not in the report");
        }
    }
}
