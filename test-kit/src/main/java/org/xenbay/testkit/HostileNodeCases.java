// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.XenbusState;

/** Cases in which a guest writes invalid values into the nodes that its driver publishes, one after another. */
final class HostileNodeCases {

    private static final int LONG = 2_000;
    private static final int FLIPS = 20;

    private HostileNodeCases() {}

    static List<ContractCase> all() {
        List<ContractCase> cases = new ArrayList<>();
        values().forEach((name, values) ->
                cases.add(ContractCase.of("hostile nodes: " + name, host -> tryEach(host, values))));
        cases.add(ContractCase.of("hostile nodes: missing", host -> tryEach(host, List.of(Optional.empty()))));
        cases.add(ContractCase.of("hostile nodes: changing while Connected", HostileNodeCases::changing));
        return cases;
    }

    private static Map<String, List<Optional<String>>> values() {
        Map<String, List<Optional<String>>> values = new LinkedHashMap<>();
        values.put("negative", texts("-1"));
        values.put("huge", texts("2147483647", "99999999999999999999"));
        values.put("zero", texts("0"));
        values.put("no number", texts("", "0x10"));
        values.put("long", texts("9".repeat(LONG)));
        return values;
    }

    private static List<Optional<String>> texts(String... values) {
        return List.of(values).stream().map(Optional::of).toList();
    }

    /** @return the nodes that the driver publishes, by path below the guest's directory */
    private static Set<String> nodes(ContractHost host) {
        host.connect();
        return new TreeSet<>(host.guest().published().keySet());
    }

    private static void tryEach(ContractHost host, List<Optional<String>> values) {
        for (String node : nodes(host)) {
            for (Optional<String> value : values) {
                host.nextGuest();
                host.calls()
                        .during("node " + node + " is "
                                + value.map(HostileNodeCases::shown).orElse("missing"));
                host.guest().changeNodes((name, given) -> name.equals(node) ? value : Optional.of(given));
                host.interference().forgetAnswer();
                host.attach().startDriver();
                awaitAnswer(host);
            }
        }
        host.servesTheNext();
    }

    private static String shown(String value) {
        return value.length() > 30 ? value.length() + " characters" : '"' + value + '"';
    }

    /** The backend has connected, waits, or refuses. */
    private static void awaitAnswer(ContractHost host) {
        host.demands().until(Rule.WAITS, "it neither connects nor waits nor refuses", () -> {
            XenbusState state = host.backendState();
            return host.interference().answer() instanceof Readiness.Waiting
                    || state == XenbusState.CONNECTED
                    || state == XenbusState.CLOSING
                    || state == XenbusState.CLOSED;
        });
    }

    /** Parameters change under a connection, and back. */
    private static void changing(ContractHost host) {
        for (String node : nodes(host)) {
            host.nextGuest();
            host.attach().startDriver();
            host.awaitConnected(Rule.SERVES_THE_NEXT);
            String honest = host.guest().published().getOrDefault(node, "");
            host.calls().during("node " + node + " changes from " + honest + " to 7 and back");
            for (int i = 0; i < FLIPS && host.backendState() == XenbusState.CONNECTED; i++) {
                host.writeNode(node, i % 2 == 0 ? "7" : honest);
            }
        }
        host.servesTheNext();
    }
}
