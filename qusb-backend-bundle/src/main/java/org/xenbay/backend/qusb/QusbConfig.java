package org.xenbay.backend.qusb;

import java.util.List;
import java.util.stream.Stream;

/**
 * The settings, checked.
 *
 * @param rules which device goes to which guest; the first that fits counts
 * @param vusb whether controllers of type vusb are served
 */
record QusbConfig(List<Rule> rules, boolean vusb) {

    /** @throws IllegalArgumentException when a value makes no sense: the message says which */
    static QusbConfig of(QusbSettings settings) {
        return of(settings.vusb(), settings.assign());
    }

    static QusbConfig of(boolean vusb, String... assign) {
        return new QusbConfig(
                Stream.of(assign)
                        .filter(line -> !line.isBlank())
                        .map(Rule::parse)
                        .toList(),
                vusb);
    }
}
