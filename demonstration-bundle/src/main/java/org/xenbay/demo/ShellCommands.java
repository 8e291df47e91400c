// SPDX-License-Identifier: Apache-2.0
package org.xenbay.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.xenbay.api.text.ShownText;

/** The commands of the demonstration guest's shell. */
final class ShellCommands {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss zzz uuuu", Locale.ENGLISH);

    private final String guest;
    private final int domain;
    private final String terminal;
    private final Clock clock;
    private final Instant started;

    /** The effect of a command: prints lines, copies input, or ends the session. */
    enum Kind {
        LINES,
        COPY,
        LEAVE
    }

    record Answer(Kind kind, Iterator<String> lines) {}

    ShellCommands(String guest, int domain, String terminal, Clock clock) {
        this.guest = guest;
        this.domain = domain;
        this.terminal = terminal;
        this.clock = clock;
        this.started = clock.instant();
    }

    List<String> banner() {
        return List.of(
                "",
                "[    0.000000] Booting a demonstration guest on embedded Xen",
                "[    0.000000] xen: domain " + domain + ", no kernel: this is a shell in the frontend's own process",
                "[    0.000012] xenbus: probing frontends",
                "[    0.000034] hvc_xen: console [" + terminal + "] enabled",
                "",
                guest + " login-free shell on " + terminal + "; type help",
                "");
    }

    String prompt() {
        return guest + "# ";
    }

    Answer run(String line) {
        String[] words = line.strip().split("\\s+", 2);
        String rest = words.length > 1 ? words[1] : "";
        return switch (words[0]) {
            case "" -> say(Stream.empty());
            case "help" -> say(help());
            case "echo" -> say(Stream.of(rest));
            case "date" -> say(Stream.of(DATE.format(ZonedDateTime.now(clock))));
            case "uptime" -> say(Stream.of("up " + uptime()));
            case "count" -> count(rest);
            case "yes" -> yes(rest);
            case "cat" -> new Answer(Kind.COPY, GuestShell.lines());
            case "exit", "logout" -> new Answer(Kind.LEAVE, GuestShell.lines());
            default -> say(Stream.of(ShownText.of(words[0]) + ": command not found; type help"));
        };
    }

    private static Stream<String> help() {
        return Stream.of(
                "help        this list",
                "echo TEXT   say it",
                "date        the time",
                "uptime      how long this guest runs",
                "count N     the numbers from 1 to N, a line each",
                "yes [N]     y, N times or until ^C",
                "cat         say each line again, until ^D",
                "exit        begin anew");
    }

    private String uptime() {
        Duration up = Duration.between(started, clock.instant());
        return up.toDays() > 0
                ? up.toDays() + " days, " + up.toHoursPart() + " hours"
                : String.format(
                        Locale.ROOT, "%02d:%02d:%02d", up.toHoursPart(), up.toMinutesPart(), up.toSecondsPart());
    }

    private static Answer count(String argument) {
        return number(argument)
                .map(to -> say(LongStream.rangeClosed(1, to).mapToObj(Long::toString)))
                .orElseGet(() -> say(Stream.of("count: how far? count N, with N of up to 18 digits")));
    }

    private static Answer yes(String argument) {
        if (argument.isBlank()) {
            return say(Stream.generate(() -> "y"));
        }
        return number(argument)
                .map(times -> say(LongStream.range(0, times).mapToObj(i -> "y")))
                .orElseGet(() -> say(Stream.of("yes: how often? yes N, with N of up to 18 digits")));
    }

    private static Optional<Long> number(String text) {
        String digits = text.strip();
        return digits.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(digits)) : Optional.empty();
    }

    private static Answer say(Stream<String> lines) {
        return new Answer(Kind.LINES, lines.iterator());
    }
}
